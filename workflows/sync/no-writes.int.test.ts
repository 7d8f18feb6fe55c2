/**
 * PostgreSQL is there and takes no writes: it is a standby for a while, or its disk is full. What cannot be written
 * is our fault and no event's: nothing is counted against it, and everything is drained when writes pass again.
 */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDatabase } from '#db/client.ts'
import { withSystem } from '#db/system/system.ts'
import { createDrainStep } from '#workers/activities/sync/drain-step.ts'
import { createSweeper } from '#workers/sweeper.ts'
import { cutConnections } from '../testing/doomed.ts'
import { createHub, type Hub } from '../testing/hub.ts'
import { readInbox, readLiveEvents, readOrders } from '../testing/mirror.ts'
import { arrivalOf, wireOrder } from '../testing/wire-order.ts'

/** More often than the worker may crash over an event. */
const TRIES = 4

let hub: Hub
/** Of one process, which remembers what it could not give back. */
let drainStep: ReturnType<typeof createDrainStep>

beforeAll(async () => {
  hub = await createHub({ customers: ['C-1'] })
  drainStep = createDrainStep(hub.deps)
})
afterAll(() => hub.close())
beforeEach(() => withSystem(hub.db, (trx) => trx.deleteFrom('inbox').execute()))

const owner = (statement: ReturnType<typeof sql>) =>
  withSystem(hub.owner, async (trx) => {
    await sql`set transaction read write`.execute(trx)
    await statement.execute(trx)
  })

const receive = (...ids: string[]): Promise<void> => {
  const { connectionId } = hub
  const arrivals = ids.map((id) =>
    arrivalOf({ connectionId, order: wireOrder({ id, customer: 'C-1' }) }),
  )
  return hub.receive(arrivals, { poke: false })
}

/** One drain step and one sweep; whether the sweep could do its work. */
async function work(): Promise<boolean> {
  await drainStep(hub.laneOf('C-1'))
  const gateway = { ...hub.gateway, pokeDrain: () => undefined, startBackfill: nothing }
  const sweeper = createSweeper({ ...hub.deps, gateway: { ...gateway, ensurePoll: nothing } })
  return sweeper.sweep().catch(() => false)
}

/** Whether it is, after one more turn. */
async function untilDrained(): Promise<boolean> {
  const couldSweep = await work()
  return couldSweep && (await readInbox(hub)).every(({ state }) => state === 'done')
}

const nothing = () => Promise.resolve()

/** Once each, and no try was counted but the one that succeeded. */
async function expectDrained(ids: readonly string[]): Promise<void> {
  const rows = (await readInbox(hub)).map(({ externalId, ...row }) => ({ id: externalId, ...row }))
  const done = { state: 'done', verdict: 'applied', reason: null, attempts: 1 }
  expect(rows).toMatchObject(ids.map((id) => ({ id, ...done })))
  const held = (await readOrders(hub, 'C-1')).map(({ externalId }) => externalId)
  expect(held.filter((id) => ids.includes(id))).toEqual([...ids])
}

test('events wait while the database is read-only, and connections made meanwhile serve afterwards', async () => {
  const { rows } = await hub.owner.pool.query<{ name: string }>('select current_database() as name')
  const readOnly = (value: 'on' | 'off') =>
    owner(sql`alter database ${sql.id(rows[0]?.name ?? '')}
      set default_transaction_read_only = ${sql.raw(value)}`)
  const ids = ['r1', 'r2', 'r3']
  await receive(...ids)
  await readOnly('on')
  // A connection keeps what it began with: the worker gets new ones, as after a switch to a standby.
  const undertaker = createDatabase({ url: hub.workerUrl, name: 'undertaker', max: 1 })
  await cutConnections(undertaker, 'portside-worker')
  await undertaker.close()
  for (let tries = 0; tries < TRIES; tries++) expect(await work()).toBe(false)
  expect((await readInbox(hub)).map(({ state, attempts }) => [state, attempts])).toEqual(
    ids.map(() => ['pending', 0]),
  )
  await readOnly('off')
  // Each of these connections is found out by what it refuses.
  await expect.poll(untilDrained).toBe(true)
  await expectDrained(ids)
})

/** PostgreSQL's answer where a table cannot grow. */
const refuse = (table: string, when: string) =>
  owner(sql`create trigger disk_full before insert or update on ${sql.table(table)}
    for each row when (${sql.raw(when)}) execute function app.disk_full()`)
const heal = (table: string) => owner(sql`drop trigger disk_full on ${sql.table(table)}`)

test('events wait while the disk is full, wherever it shows, and none goes to quarantine for it', async () => {
  await owner(sql`create function app.disk_full() returns trigger language plpgsql as $$ begin
    raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`)
  const before = (await readLiveEvents(hub, 'C-1')).length
  const ids = ['d1', 'd2', 'd3']
  await receive(...ids)
  // When records are written; when a claim is given back after that; when one is taken.
  await refuse('orders', 'true')
  for (let tries = 0; tries < TRIES; tries++) await work()
  await refuse('inbox', 'new.claim is null')
  for (let tries = 0; tries < TRIES; tries++) await work()
  await heal('inbox')
  await refuse('inbox', 'new.claim is not null')
  for (let tries = 0; tries < TRIES; tries++) await work()
  for (const table of ['inbox', 'orders']) await heal(table)
  await work()
  await expectDrained(ids)
  expect(await readLiveEvents(hub, 'C-1')).toHaveLength(before + ids.length)
})
