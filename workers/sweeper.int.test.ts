import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noteChecked, noteFailure } from '#db/system/sync-connection.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import { newId } from '#workflows/contracts/ids.ts'
import type { BackfillArgs, DrainLane } from '#workflows/contracts/sync.ts'
import type { Gateway } from '#workflows/gateway.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { readInbox } from '#workflows/testing/mirror.ts'
import { arrivalOf, wireOrder } from '#workflows/testing/wire-order.ts'
import { createSweeper } from './sweeper.ts'

let hub: Hub

beforeAll(async () => {
  hub = await createHub({ customers: ['C-1', 'C-2', 'C-3'] })
})
afterAll(() => hub.close())

const neverSends = () => Promise.reject(new Error('the sweeper sends nothing itself'))

/** Takes down what a sweep asks of Temporal. */
function createRecorder() {
  const poked: DrainLane[] = []
  const started: BackfillArgs[] = []
  const resumed: BackfillArgs[] = []
  const polled: string[] = []
  const gateway: Gateway = {
    ...hub.gateway,
    pokeDrain: (lane) => void poked.push(lane),
    startBackfill: (args) => Promise.resolve(void started.push(args)),
    resumeBackfill: (args) => Promise.resolve(void resumed.push(args)),
    ensurePoll: (id) => Promise.resolve(void polled.push(id)),
  }
  return {
    gateway,
    poked,
    started,
    resumed,
    polled,
    sweeper: createSweeper({ ...hub.deps, gateway }),
  }
}

const run = (statement: ReturnType<typeof sql>) =>
  withSystem(hub.db, (trx) => statement.execute(trx))

test('a connection that was never loaded gets its first backfill and its poll, once', async () => {
  const recorder = createRecorder()
  await recorder.sweeper.sweep()
  await recorder.sweeper.sweep()
  // One run for each of its kinds.
  const { connectionId } = hub
  expect(recorder.started).toMatchObject([{ connectionId }, { connectionId }])
  expect(recorder.polled).toEqual([hub.connectionId])
})

test('a backfill that never got its workflow gets it, and a parked one is woken', async () => {
  await run(sql`update runs set updated_at = now() - interval '2 minutes'`)
  const first = createRecorder()
  await first.sweeper.sweep()
  expect(first.started).toHaveLength(2)
  await run(sql`update runs set state = 'parked'`)
  const second = createRecorder()
  await second.sweeper.sweep()
  const { connectionId } = hub
  expect(second).toMatchObject({ started: [], resumed: [{ connectionId }, { connectionId }] })
  await run(sql`update runs set state = 'completed'`)
})

test('only lanes with old due rows are poked', async () => {
  const { connectionId } = hub
  const arrivals = ['C-1', 'C-2', 'C-2', 'C-3'].map((customer, index) =>
    arrivalOf({ connectionId, order: wireOrder({ id: `s${index}`, customer }) }),
  )
  await hub.receive(arrivals, { poke: false })
  const old = [hub.tenantOf('C-1'), hub.tenantOf('C-2')]
  await run(
    sql`update inbox set due_at = now() - interval '6 seconds' where tenant_id = any(${old})`,
  )
  const { sweeper, poked } = createRecorder()
  await sweeper.sweep()
  expect(new Set(poked)).toEqual(new Set([hub.laneOf('C-1'), hub.laneOf('C-2')]))
})

test('one replica at a time sweeps', async () => {
  const { sweeper } = createRecorder()
  await withSystem(hub.db, async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('portside.sweeper'))`.execute(trx)
    expect(await sweeper.sweep()).toBe(false)
  })
  expect(await sweeper.sweep()).toBe(true)
})

test('events whose tenant is not known have a lane of their own, which is poked as well', async () => {
  await run(sql`delete from inbox`)
  const { connectionId } = hub
  const order = wireOrder({ id: 'nobody', customer: 'C-1' })
  const arrival = { ...arrivalOf({ connectionId, order }), externalCustomerId: null }
  await hub.receive([arrival], { poke: false })
  await run(sql`update inbox set due_at = now() - interval '6 seconds'`)
  const { sweeper, poked } = createRecorder()
  await sweeper.sweep()
  expect(poked).toEqual([{ connectionId, tenantId: null }])
})

test('a parked connection is told to the operator once per incident, until that is finished', async () => {
  const alerts: string[] = []
  const channels = { email: { to: 'on-call@halden.example', sender: { send: neverSends } } }
  const sweeper = createSweeper({
    ...hub.deps,
    alerts: { ...channels, sms: null, publicUrl: 'http://localhost' },
    gateway: {
      ...createRecorder().gateway,
      startOperatorAlert: ({ alertId }) => Promise.resolve(void alerts.push(alertId)),
    },
  })
  await sweeper.sweep()
  expect(alerts).toEqual([])
  const park = { reason: 'Wrong key.', park: true }
  await withSystem(hub.db, (trx) => noteFailure(trx, hub.connectionId, park))
  await sweeper.sweep()
  await sweeper.sweep()
  expect(new Set(alerts).size).toBe(1)
  await run(sql`update operator_alerts set state = 'sent'`)
  await withSystem(hub.db, (trx) => noteFailure(trx, hub.connectionId, park))
  await sweeper.sweep()
  expect(alerts).toHaveLength(2)
  await withSystem(hub.db, (trx) => noteChecked(trx, hub.connectionId))
  await withSystem(hub.db, (trx) => noteFailure(trx, hub.connectionId, park))
  await sweeper.sweep()
  expect(new Set(alerts).size).toBe(2)
  await withSystem(hub.db, (trx) => noteChecked(trx, hub.connectionId))
})

test('an event that came in beside its link is released', async () => {
  await run(sql`delete from inbox`)
  const { connectionId } = hub
  const arrival = arrivalOf({ connectionId, order: wireOrder({ id: 'beside', customer: 'C-9' }) })
  await hub.receive([arrival], { poke: false })
  // The link was committed between the look-up and the insert of the intake.
  const tenantId = await hub.addTenant('beside')
  await run(sql`
    insert into links (connection_id, external_id, tenant_id) values (${connectionId}, 'C-9', ${tenantId})`)
  const { sweeper, poked } = createRecorder()
  await sweeper.sweep()
  expect(poked).toEqual([{ connectionId, tenantId }])
})

test('old live events and finished inbox rows are cleared, young ones stay', async () => {
  const tenantId = hub.tenantOf('C-1')
  await withTenant(hub.db, tenantId, (trx) =>
    sql`insert into live_events (tenant_id, position, module, kind, record_id, version, at) values
      (${tenantId}, 901, 'orders', 'order', ${newId()}, 1, now() - interval '25 hours'),
      (${tenantId}, 902, 'orders', 'order', ${newId()}, 1, now())`.execute(trx),
  )
  await run(sql`update inbox set state = 'done', finished_at = now() - interval '31 days'`)
  await createRecorder().sweeper.sweep()
  expect(await readInbox(hub)).toEqual([])
  await withTenant(hub.db, tenantId, async (trx) => {
    const { rows } = await sql`select position from live_events`.execute(trx)
    expect(rows).toEqual([{ position: 902 }])
  })
})

test('sessions and refusals are kept for a month, whoever they belong to', async () => {
  const { owner } = hub
  const person = newId()
  await owner.pool.query(
    `insert into people (id, email, name) values ($1, 'old@example.com', 'Old')`,
    [person],
  )
  for (const days of [29, 31]) {
    await owner.pool.query(
      `insert into sessions (id_hash, person_id, expires_at)
       values (sha256($1), $2, now() - make_interval(days => $3))`,
      [`${days}`, person, days],
    )
    await run(sql`
      insert into intake_refusals (connection_id, reason, minute)
      values (null, 'bad_signature', now() - make_interval(days => ${days}))`)
    await run(sql`
      insert into intake_refusal_samples (reason, at, address)
      values ('bad_signature', now() - make_interval(days => ${days}), '192.0.2.1')`)
  }
  await createRecorder().sweeper.sweep()
  const left = await Promise.all(
    ['sessions', 'intake_refusals', 'intake_refusal_samples'].map(
      async (table) => (await owner.pool.query(`select 1 from ${table}`)).rowCount,
    ),
  )
  expect(left).toEqual([1, 1, 1])
})

test('a sweep that fails is tried again', async () => {
  const { sweeper, polled } = createRecorder()
  let fails = 1
  const db = { ...hub.db, driver: hub.db.driver }
  const acquire = db.driver.acquireConnection.bind(db.driver)
  const driver = Object.assign(Object.create(db.driver) as typeof db.driver, {
    acquireConnection: () => (fails-- > 0 ? Promise.reject(new Error('away')) : acquire()),
  })
  await sweeper.sweep()
  const flaky = createSweeper({ ...hub.deps, db: { ...db, driver } })
  await expect(flaky.sweep()).rejects.toThrow('away')
  expect(await flaky.sweep()).toBe(true)
  expect(polled).toEqual([hub.connectionId])
})
