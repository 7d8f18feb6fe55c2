/** A reconciliation tells what is not as the source has it and changes nothing; what it found is repaired when asked. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { findCheckpoint } from '#db/system/checkpoints.ts'
import { createLink } from '#db/system/links.ts'
import { startRun } from '#db/system/runs.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import type { SourceReader } from '#integrations/kit/connector.ts'
import type { WireOrder } from '#integrations/orders/schema.ts'
import type { RunId, TenantId } from '#workflows/contracts/ids.ts'
import type { PageResult } from '#workflows/contracts/sync.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { readAudit, readInbox, readOrders } from '#workflows/testing/mirror.ts'
import { arrivalOf, wireOrder } from '#workflows/testing/wire-order.ts'
import { dryRun, repair } from '../../staff/reconcile.ts'
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

const orderOf = (id: string, customer: string, version = 1): WireOrder =>
  wireOrder({ id, customer, version })

const ORDERS = Array.from({ length: 230 }, (_, index) =>
  orderOf(`ord-${String(index).padStart(3, '0')}`, `C-${(index % 2) + 1}`),
)

type Wrap = (reader: SourceReader) => Partial<SourceReader>

async function read(
  lane: 'backfill' | 'reconcile',
  { tenantId = null, wrap }: { tenantId?: TenantId | null; wrap?: Wrap } = {},
): Promise<RunId> {
  const asked = { connectionId: hub.connectionId, kind: 'order', startedBy: 'test' } as const
  const runId = await withSystem(hub.db, (trx) =>
    startRun(trx, {
      ...{ ...asked, lane, tenantId },
      findsDeletions: lane === 'reconcile',
      anew: lane === 'reconcile',
    }),
  )
  expect(await goOn(runId, wrap)).toEqual({ status: 'complete' })
  return runId
}

function goOn(runId: RunId, wrap: Wrap = () => ({})): Promise<PageResult> {
  const readerFor: Hub['deps']['readerFor'] = (connection) => {
    const reader = hub.deps.readerFor(connection)
    return { ...reader, ...wrap(reader) }
  }
  const pulse = { signal: new AbortController().signal, attempt: 1 }
  const page = createBackfillPage({ ...hub.deps, readerFor })
  return page({ connectionId: hub.connectionId, runId }, pulse)
}

async function drain(): Promise<void> {
  const step = createDrainStep(hub.deps)
  for (const customer of ['C-1', 'C-2']) {
    while ((await step(hub.laneOf(customer))).more) continue
  }
}

async function found(runId: RunId) {
  return withSystem(hub.db, async (trx) => {
    const { rows: list } = await sql<{ id: string; difference: string; changes: object }>`
      select external_id as id, difference, changes from run_differences
      where run_id = ${runId} order by external_id`.execute(trx)
    const { rows: runs } = await sql<Record<string, unknown>>`
      select state, fetched, unchanged, lacking, differing, missing, unmapped from runs
      where id = ${runId}`.execute(trx)
    return { list, run: runs[0] }
  })
}

const everything = async () =>
  JSON.stringify([
    await readOrders(hub, 'C-1'),
    await readOrders(hub, 'C-2'),
    await readAudit(hub, 'C-1'),
    await readAudit(hub, 'C-2'),
    await readInbox(hub),
  ])

const repairNow = (runId: RunId) =>
  withSystem(hub.db, async (trx) => {
    const staff = { id: runId as never, name: 'Tomas Hrubý' }
    return (await repair(trx, staff, runId)).result
  })

/** The source loses one, gets one, changes one of a later version and one under its old version. */
const CHANGED = [
  ...ORDERS.filter(({ id }) => !['ord-004', 'ord-010', 'ord-011'].includes(id)),
  orderOf('ord-010', 'C-1', 2),
  wireOrder({ id: 'ord-011', customer: 'C-2', title: 'Renamed without a new version' }),
  orderOf('ord-new', 'C-2'),
]

test('what lacks, differs or is too much is listed with its facts, and nothing is written', async () => {
  await leave(ORDERS)
  await read('backfill')
  expect((await found(await read('reconcile'))).run).toEqual({
    ...{ state: 'completed', fetched: 230, unchanged: 230, unmapped: 0 },
    ...{ lacking: 0, differing: 0, missing: 0 },
  })
  const before = await everything()
  const key = { connectionId: hub.connectionId, kind: 'order', lane: 'poll' } as const
  const known = () => withSystem(hub.db, (trx) => findCheckpoint(trx, key))
  const poll = await known()

  await leave(CHANGED)
  const { list, run } = await found(await read('reconcile'))
  expect(list).toEqual([
    { id: 'ord-004', difference: 'extra', changes: {} },
    {
      id: 'ord-010',
      difference: 'differing',
      changes: {
        title: { from: 'Plate heat exchanger, version 1', to: 'Plate heat exchanger, version 2' },
        total: {
          from: { minor: 125_001, currency: 'EUR' },
          to: { minor: 125_002, currency: 'EUR' },
        },
      },
    },
    {
      id: 'ord-011',
      difference: 'differing',
      changes: {
        title: { from: 'Plate heat exchanger, version 1', to: 'Renamed without a new version' },
      },
    },
    { id: 'ord-new', difference: 'lacking', changes: {} },
  ])
  expect(run).toEqual({
    ...{ state: 'completed', fetched: 230, unchanged: 227, unmapped: 0 },
    ...{ lacking: 1, differing: 2, missing: 1 },
  })
  expect(await everything()).toBe(before)
  expect(await known()).toEqual(poll)
})

test('a repair brings each of them to what the source has, once, and the next comparison finds nothing', async () => {
  await leave(ORDERS)
  await read('backfill')
  await leave(CHANGED)
  const runId = await read('reconcile')
  expect(await repairNow(runId)).toEqual({ type: 'repair_started', records: 4 })
  expect(await repairNow(runId)).toEqual({ type: 'refused', reason: 'nothing_to_repair' })
  await drain()
  const held = [...(await readOrders(hub, 'C-1')), ...(await readOrders(hub, 'C-2'))]
  const byId = new Map(held.map((order) => [order.externalId, order]))
  expect(byId.get('ord-004')?.deleted).toBe(true)
  expect(byId.get('ord-010')?.version).toBe(2)
  expect(byId.get('ord-new')?.deleted).toBe(false)
  expect((await found(await read('reconcile'))).list).toEqual([])
})

test('a list that is no longer there is not taken for repaired', async () => {
  await leave(ORDERS)
  await read('backfill')
  await leave(CHANGED)
  const runId = await read('reconcile')
  await withSystem(hub.db, (trx) => sql`delete from run_differences`.execute(trx))
  expect(await repairNow(runId)).toEqual({ type: 'refused', reason: 'nothing_to_repair' })
  const { rows } = await withSystem(hub.db, (trx) =>
    sql`select repaired_at from runs where id = ${runId}`.execute(trx),
  )
  expect(rows).toEqual([{ repaired_at: null }])
})

test('of one tenant only what is or shall be its own is told', async () => {
  await leave(ORDERS)
  await read('backfill')
  await leave(CHANGED)
  const tenantId = hub.tenantOf('C-1')
  const { list, run } = await found(await read('reconcile', { tenantId }))
  expect(list.map(({ id, difference }) => `${id} ${difference}`)).toEqual([
    'ord-004 extra',
    'ord-010 differing',
  ])
  expect(run).toMatchObject({ fetched: 230, unchanged: 113, lacking: 0, differing: 1, missing: 1 })
})

test('what moved to another customer is told of whoever holds it, and the repair moves it', async () => {
  await leave(ORDERS)
  await read('backfill')
  await leave([...ORDERS.filter(({ id }) => id !== 'ord-000'), orderOf('ord-000', 'C-2', 2)])
  const runId = await read('reconcile')
  expect((await found(runId)).list).toEqual([
    { id: 'ord-000', difference: 'elsewhere', changes: {} },
  ])
  await repairNow(runId)
  for (let round = 0; round < 2; round++) await drain()
  const moved = (await readOrders(hub, 'C-2')).find(({ externalId }) => externalId === 'ord-000')
  expect(moved).toMatchObject({ deleted: false, version: 2 })
  expect((await found(await read('reconcile'))).list).toEqual([])
})

test('what its webhook brings while the comparison runs is no difference in the end', async () => {
  // The source lists by time of change: what changes here stays on the first page.
  const others = ORDERS.slice(1).map(({ id, customer }) => orderOf(id, customer.id, 9))
  const newer = orderOf('ord-000', 'C-1', 2)
  await leave([...others, orderOf('ord-000', 'C-1')])
  await read('backfill')
  await leave([...others, newer])
  let pages = 0
  const runId = await read('reconcile', {
    wrap: (reader) => ({
      async list(kind, options) {
        // The first page is compared by then: it said version 2, and version 1 was held.
        if (++pages === 2) {
          await expect.poll(async () => (await runs()).differing).toBe(1)
          const { connectionId } = hub
          await hub.receive([arrivalOf({ connectionId, order: newer })], { poke: false })
          await drain()
        }
        return reader.list(kind, options)
      },
    }),
  })
  expect(pages).toBe(2)
  const { list, run } = await found(runId)
  expect(list).toEqual([])
  expect(run).toMatchObject({ differing: 0, unchanged: 230 })
})

async function runs(): Promise<{ differing: number }> {
  const { rows } = await withSystem(hub.db, (trx) =>
    sql<{ differing: number }>`select differing from runs where lane = 'reconcile'`.execute(trx),
  )
  return rows[0] ?? { differing: 0 }
}

test('a dry run compares what quarantined events are about and nothing else, and leaves them where they are', async () => {
  await leave(ORDERS)
  await read('backfill')
  await leave(CHANGED)
  const { connectionId } = hub
  const bad = { ...orderOf('ord-bad', 'C-1'), status: 'teleported' }
  await source.control('POST', 'seed', { orders: [bad], unchecked: true })
  const told = ['ord-bad', 'ord-002', 'ord-004', 'ord-010', 'ord-new'].map((id) =>
    arrivalOf({ connectionId, order: orderOf(id, id === 'ord-new' ? 'C-2' : 'C-1', 7) }),
  )
  await hub.receive(
    told.map((arrival) => ({ ...arrival, state: 'quarantined', reason: 'It broke.' })),
    { poke: false },
  )
  const before = await everything()
  const ask = () =>
    withSystem(hub.db, async (trx) => {
      const staff = { id: connectionId as never, name: 'Tomas Hrubý' }
      const choice = { eventId: null, tenantId: hub.tenantOf('C-1') }
      return (await dryRun(trx, staff, { type: 'dry_run', connectionId, ...choice })).result
    })
  const result = await ask()
  const runId = result.type === 'reconcile_started' ? result.runs[0]?.runId : undefined
  if (runId === undefined) throw new Error(JSON.stringify(result))
  expect(await ask()).toEqual({ type: 'refused', reason: 'reconcile_under_way' })
  expect(await goOn(runId)).toEqual({ status: 'complete' })
  const { list, run } = await found(runId)
  expect(list.map(({ id, difference }) => `${id} ${difference}`)).toEqual([
    'ord-004 extra',
    'ord-010 differing',
  ])
  expect(run).toMatchObject({ state: 'completed', fetched: 4, unchanged: 1, missing: 1 })
  expect(await everything()).toBe(before)
})

test('records of nobody are counted, and one that an account lost is not hidden by the link of another', async () => {
  await leave([...ORDERS, orderOf('ord-strange', 'C-9')])
  await read('backfill')
  expect((await found(await read('reconcile'))).run).toMatchObject({ unmapped: 1, lacking: 0 })
  const tenantId = await hub.addTenant('ninth')
  const { connectionId } = hub
  await withSystem(hub.db, (trx) => createLink(trx, { connectionId, externalId: 'C-9', tenantId }))
  const { list } = await found(await read('reconcile', { tenantId }))
  expect(list).toEqual([{ id: 'ord-strange', difference: 'lacking', changes: {} }])
  const held = await withTenant(hub.db, tenantId, async (trx) => {
    const { rows } = await sql`select from orders`.execute(trx)
    return rows.length
  })
  expect(held).toBe(0)
})
