/** What a source has lost without telling is found by a rebuild, and only by a complete one that nobody need doubt. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { approveDeletions } from '#db/system/enumerated-records.ts'
import { cancelRun, findRebuildsDue, startRun } from '#db/system/runs.ts'
import { withSystem } from '#db/system/system.ts'
import type { WireOrder } from '#integrations/orders/schema.ts'
import type { RunId } from '#workflows/contracts/ids.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { readAudit, readInbox, readOrders } from '#workflows/testing/mirror.ts'
import { arrivalOf, wireOrder } from '#workflows/testing/wire-order.ts'
import { createDrainStep } from '../drain-step.ts'
import { startOrderSystem, type OrderSystem } from '../testing/order-system.ts'
import { createBackfillPage } from './backfill-page.ts'

let source: OrderSystem
let hub: Hub

beforeAll(async () => {
  source = await startOrderSystem()
})
afterAll(() => source.close())

beforeEach(async () => {
  await source.control('DELETE', 'faults')
  const { baseUrl, token } = source
  hub = await createHub({ customers: ['C-1', 'C-2'], baseUrl, token })
  return () => hub.close()
})

const leave = (orders: readonly WireOrder[]) => source.leave(orders)

const ORDERS = Array.from({ length: 250 }, (_, index) =>
  wireOrder({ id: `ord-${String(index).padStart(3, '0')}`, customer: `C-${(index % 2) + 1}` }),
)
const without = (...ids: string[]): WireOrder[] => ORDERS.filter(({ id }) => !ids.includes(id))

async function read(findsDeletions: boolean): Promise<RunId> {
  const run = { connectionId: hub.connectionId, kind: 'order', lane: 'backfill' } as const
  const runId = await withSystem(hub.db, (trx) =>
    startRun(trx, { ...run, startedBy: 'test', findsDeletions }),
  )
  await goOn(runId)
  return runId
}

async function goOn(runId: RunId): Promise<void> {
  const pulse = { signal: new AbortController().signal, attempt: 1 }
  await createBackfillPage(hub.deps)({ connectionId: hub.connectionId, runId }, pulse)
}

async function drain(): Promise<void> {
  const step = createDrainStep(hub.deps)
  for (const customer of ['C-1', 'C-2']) {
    while ((await step(hub.laneOf(customer))).more) continue
  }
}

async function gone(): Promise<string[]> {
  const held = [...(await readOrders(hub, 'C-1')), ...(await readOrders(hub, 'C-2'))]
  return held.flatMap(({ externalId, deleted }) => (deleted ? [externalId] : [])).toSorted()
}

const stateOf = async (runId: RunId) => {
  const { rows } = await withSystem(hub.db, (trx) =>
    sql<{ state: string; missing: number; held: number; seen: number }>`
      select state, missing, held, (select count(*) from enumerated_records) as seen
      from runs where id = ${runId}`.execute(trx),
  )
  return rows[0]
}

test('a backfill leaves what is gone, a rebuild finds it, in every tenant and once', async () => {
  await leave(ORDERS)
  await read(false)
  await leave(without('ord-004', 'ord-007'))
  await read(false)
  await drain()
  expect(await gone()).toEqual([])

  const runId = await read(true)
  await drain()
  expect(await gone()).toEqual(['ord-004', 'ord-007'])
  expect(await stateOf(runId)).toEqual({ state: 'completed', missing: 2, held: 250, seen: 0 })
  const told = await readAudit(hub, 'C-1')
  expect(told.filter(({ action }) => action === 'order.deleted')).toHaveLength(1)

  await read(true)
  await drain()
  expect((await readInbox(hub)).filter(({ state }) => state !== 'done')).toEqual([])
})

test('what the source still knows by its id stays, and so does what came back meanwhile', async () => {
  await leave(ORDERS)
  await read(false)
  await leave(without('ord-002', 'ord-004'))
  await read(true)
  const back = wireOrder({ id: 'ord-002', customer: 'C-1', version: 1 })
  await source.control('POST', 'seed', { orders: [back] })
  const { connectionId } = hub
  const newer = wireOrder({ id: 'ord-004', customer: 'C-1', version: 9 })
  await hub.receive([arrivalOf({ connectionId, order: newer })], { poke: false })
  await drain()
  expect(await gone()).toEqual([])
})

test('where too much is missing nothing is removed until somebody agrees', async () => {
  await leave(ORDERS)
  await read(false)
  await leave(ORDERS.slice(0, 150))
  const runId = await read(true)
  await drain()
  expect(await stateOf(runId)).toEqual({
    state: 'awaiting_approval',
    missing: 100,
    held: 250,
    seen: 150,
  })
  expect(await gone()).toEqual([])

  const approve = () => withSystem(hub.db, (trx) => approveDeletions(trx, runId, 'Tomas Hrubý'))
  expect(await approve()).toEqual({ connectionId: hub.connectionId })
  expect(await approve()).toBe('run_does_not_wait')
  await goOn(runId)
  await drain()
  expect(await gone()).toHaveLength(100)
  expect(await stateOf(runId)).toMatchObject({ state: 'completed', seen: 0 })
})

test('a run that waits is given up by cancelling it, or by a later one', async () => {
  await leave(ORDERS)
  await read(false)
  await leave([])
  const first = await read(true)
  const second = await read(true)
  expect(await stateOf(first)).toMatchObject({ state: 'cancelled' })
  expect(await withSystem(hub.db, (trx) => cancelRun(trx, second, 'No.'))).toBe('cancelled')
  await goOn(second)
  await drain()
  expect(await gone()).toEqual([])
  expect(await stateOf(second)).toMatchObject({ state: 'cancelled', seen: 0 })
})

test('an enumeration that does not come to its end finds nothing', async () => {
  await leave(ORDERS)
  await read(false)
  await leave(without('ord-004'))
  await source.control('PUT', 'faults', { route: 'GET /orders', status: 503 })
  const runId = await read(true)
  await drain()
  expect(await stateOf(runId)).toMatchObject({ state: 'running', missing: null })
  await source.control('DELETE', 'faults')
  await goOn(runId)
  await drain()
  expect(await gone()).toEqual(['ord-004'])
})

test('each kind is due once a day, and not while it is being read', async () => {
  await leave(ORDERS.slice(0, 2))
  const runId = await read(false)
  const due = (olderThanHours: number) =>
    withSystem(hub.db, (trx) => findRebuildsDue(trx, { olderThanHours }))
  expect(await due(24)).toEqual([])
  await withSystem(hub.db, (trx) =>
    sql`update runs set started_at = now() - interval '25 hours' where id = ${runId}`.execute(trx),
  )
  expect(await due(24)).toEqual([{ connectionId: hub.connectionId, kind: 'order' }])
  await withSystem(hub.db, (trx) =>
    sql`update runs set state = 'parked' where id = ${runId}`.execute(trx),
  )
  expect(await due(24)).toEqual([])
})
