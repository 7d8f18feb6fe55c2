/**
 * R24: a source has removed our webhook. Polls bring the changes, and that no webhook tells of them is noticed, told
 * once, and over when one comes. Minutes pass by moving back what was written, so nothing here waits.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { saveCheckpoint } from '#db/system/checkpoints.ts'
import { createUnheardAlerts } from '#db/system/operator-alerts.ts'
import { forgetUnheard } from '#db/system/flow/unheard.ts'
import { withSystem } from '#db/system/system.ts'
import { toOrderChange } from '#integrations/orders/map.ts'
import { orders } from '#integrations/orders/index.ts'
import type { RecordChange } from '#workflows/contracts/records.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { arrivalOf, wireOrder } from '#workflows/testing/wire-order.ts'
import type { SyncDeps } from '../deps.ts'
import { createPollPages } from './poll-pages.ts'

let hub: Hub
let version = 1

beforeAll(async () => {
  hub = await createHub({ customers: ['C-1'] })
  const { connectionId } = hub
  const reached = { cursor: null, updatedSince: new Date().toISOString(), completed: true }
  await withSystem(hub.db, (trx) =>
    saveCheckpoint(trx, { connectionId, kind: 'order', lane: 'poll' }, reached),
  )
})
afterAll(() => hub.close())

const run = (statement: ReturnType<typeof sql>) =>
  withSystem(hub.owner, (trx) => statement.execute(trx))

beforeEach(async () => {
  await run(sql`delete from inbox`)
  await run(sql`delete from operator_alerts`)
  await run(sql`update connections set polls_ahead = 0, polls_ahead_since = null,
    unheard_since = null, webhook_secrets = '["sealed"]'`)
})

/** One poll that finds these changes. */
async function poll(changes: RecordChange[], other: Partial<SyncDeps> = {}): Promise<void> {
  const page = { changes, invalid: [], next: null, asOf: new Date().toISOString() }
  const readerFor: SyncDeps['readerFor'] = () => ({
    list: () => Promise.resolve(page),
    get: () => Promise.resolve(null),
  })
  const pages = createPollPages({ ...hub.deps, readerFor, ...other })
  const pulse = { signal: new AbortController().signal, attempt: 1 }
  expect(await pages({ connectionId: hub.connectionId }, pulse)).toEqual({ status: 'complete' })
}

const change = (): RecordChange =>
  toOrderChange(wireOrder({ id: 'told', customer: 'C-1', version: ++version }))

/** A webhook, of a customer nobody has linked unless told otherwise. */
const hear = (customer = 'nobody') =>
  hub.receive(
    [arrivalOf({ connectionId: hub.connectionId, order: wireOrder({ id: 'heard', customer }) })],
    { poke: false },
  )

async function minutesPass(minutes: number): Promise<void> {
  const ago = sql`make_interval(mins => ${minutes})`
  await run(sql`update connections set polls_ahead_since = polls_ahead_since - ${ago}`)
  // Ids of the inbox are its clock.
  await run(sql`update inbox set received_at = received_at - ${ago}, id = (lpad(to_hex(
    ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint - ${minutes * 60_000}::bigint), 12, '0')
    || right(replace(id::text, '-', ''), 20))::uuid`)
}

async function isUnheard(): Promise<boolean> {
  const { rows } = await withSystem(hub.db, (trx) =>
    sql<{ is: boolean }>`select unheard_since is not null as is from connections`.execute(trx),
  )
  return rows[0]?.is ?? false
}

async function goUnheard(): Promise<void> {
  for (let polls = 0; polls < 3; polls++) {
    await minutesPass(3)
    await poll([change()])
  }
}

/** As a sweep does; returns how many alerts there are by now. */
async function sweep(): Promise<number> {
  return withSystem(hub.db, async (trx) => {
    await forgetUnheard(trx)
    await createUnheardAlerts(trx, [{ channel: 'email', recipient: 'on-call@x.example' }])
    return (await trx.selectFrom('operator_alerts').select('id').execute()).length
  })
}

test('the third poll in a row that is ahead of every webhook, minutes after the first, says so once', async () => {
  await poll([change()])
  await poll([change()])
  await poll([change()])
  // A webhook that is merely late may still come.
  expect(await isUnheard()).toBe(false)
  await minutesPass(6)
  await poll([])
  expect(await isUnheard()).toBe(false)
  await poll([change()])
  expect(await isUnheard()).toBe(true)
  expect([await sweep(), await sweep()]).toEqual([1, 1])
})

test('it is over with the first webhook, whosever it is, and telling it again waits for a day', async () => {
  await goUnheard()
  expect(await sweep()).toBe(1)
  await hear()
  await sweep()
  expect(await isUnheard()).toBe(false)
  await minutesPass(10)
  await goUnheard()
  expect(await isUnheard()).toBe(true)
  expect(await sweep()).toBe(1)
  await run(sql`update operator_alerts set incident_at = incident_at - interval '25 hours'`)
  expect(await sweep()).toBe(2)
})

test('webhooks that come late, or for others only, keep it from being said', async () => {
  for (let polls = 0; polls < 6; polls++) {
    await poll([change()])
    await minutesPass(2)
    if (polls % 2 === 1) await hear('C-1')
    await minutesPass(1)
  }
  expect(await isUnheard()).toBe(false)
})

test('a quiet source, changes that no webhook need tell, and a connection without webhooks are not judged', async () => {
  for (let polls = 0; polls < 4; polls++) {
    await minutesPass(3)
    await poll([])
    await poll([change()], { connectorFor: () => ({ ...orders, toldKinds: ['project'] }) })
  }
  expect(await isUnheard()).toBe(false)
  await run(sql`update connections set webhook_secrets = '[]'`)
  await goUnheard()
  expect(await isUnheard()).toBe(false)
})

test('what was counted yesterday counts no more', async () => {
  await poll([change()])
  await poll([change()])
  await minutesPass(25 * 60)
  await poll([change()])
  expect(await isUnheard()).toBe(false)
})
