import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { createLink } from '#db/system/links.ts'
import { startRun } from '#db/system/runs.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import type { SourceReader } from '#integrations/kit/connector.ts'
import type { WireOrder } from '#integrations/orders/schema.ts'
import type { RunId } from '#workflows/contracts/ids.ts'
import type { PageResult } from '#workflows/contracts/sync.ts'
import { createHub, type Hub } from '#workflows/testing/hub.ts'
import { readInbox, readOrders } from '#workflows/testing/mirror.ts'
import { arrivalOf, wireOrder } from '#workflows/testing/wire-order.ts'
import { createBackfillPage } from './backfill-page.ts'
import { createDrainStep } from '../drain-step.ts'
import { startOrderSystem, type OrderSystem } from '../testing/order-system.ts'
import { createPollPages } from './poll-pages.ts'

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

const seed = (orders: readonly WireOrder[], replace = true) =>
  source.control('POST', 'seed', { orders, replace })

const manyOrders = (count: number): WireOrder[] =>
  Array.from({ length: count }, (_, index) =>
    wireOrder({
      id: `ord-${String(index).padStart(5, '0')}`,
      customer: `C-${(index % 3) + 1}`,
      version: (index % 4) + 1,
      deleted: index % 50 === 7,
    }),
  )

const newRun = (): Promise<RunId> =>
  withSystem(hub.db, (trx) =>
    startRun(trx, {
      connectionId: hub.connectionId,
      kind: 'order',
      lane: 'backfill',
      startedBy: 'test',
    }),
  )

type Reader = Partial<SourceReader>

function backfillOnce(runId: RunId, wrap: (reader: SourceReader) => Reader = () => ({})) {
  const readerFor: Hub['deps']['readerFor'] = (connection) => {
    const reader = hub.deps.readerFor(connection)
    return { ...reader, ...wrap(reader) }
  }
  const page = createBackfillPage({ ...hub.deps, readerFor })
  const pulse = { signal: new AbortController().signal, attempt: 1 }
  return page({ connectionId: hub.connectionId, runId }, pulse)
}

function pollOnce(): Promise<PageResult> {
  const pulse = { signal: new AbortController().signal, attempt: 1 }
  return createPollPages(hub.deps)({ connectionId: hub.connectionId }, pulse)
}

async function readRun(runId: RunId) {
  return withSystem(hub.db, (trx) =>
    trx.selectFrom('runs').selectAll().where('id', '=', runId).executeTakeFirstOrThrow(),
  )
}

/** Every fact of the upstream's live orders of a customer, as the read model must hold them. */
async function expectEqualState(customer: string): Promise<void> {
  const { orders } = (await source.control('GET', `state?customer=${customer}`)) as {
    orders: WireOrder[]
  }
  const wanted = orders
    .filter((order) => order.deleted_at === null)
    .map((order) => ({
      id: order.id,
      version: order.version,
      number: order.number,
      title: order.title,
      total: order.total,
      promised: order.promised_on,
      changed: order.updated_at,
      lines: order.lines.map((line) => `${line.position} ${line.quantity} ${line.amount}`).join(),
      notes: order.history.map((entry) => entry.text).join(),
    }))
  const held = await withTenant(hub.db, hub.tenantOf(customer), async (trx) => {
    const { rows } = await sql<{ changed: Date }>`
      select external_id as id, version, number, title, total_minor as total, promised_on as promised,
        changed_at as changed,
        (select string_agg(concat_ws(' ', position, quantity, amount_minor), ',' order by position)
         from order_lines l where l.order_id = o.id) as lines,
        (select string_agg(note, ',' order by at) from order_events e where e.order_id = o.id) as notes
      from orders o where deleted_at is null order by external_id`.execute(trx)
    return rows.map((row) => ({ ...row, changed: row.changed.toISOString() }))
  })
  expect(held).toEqual(wanted.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
}

test('a backfill loads every page and equals the source field by field', async () => {
  await seed(manyOrders(700))
  const runId = await newRun()
  expect(await backfillOnce(runId)).toEqual({ status: 'complete' })
  await expectEqualState('C-1')
  await expectEqualState('C-2')
  const run = await readRun(runId)
  expect(run).toMatchObject({ state: 'completed', fetched: 700, pages: 4, unmapped: 233 })
  expect(run.written).toBe(467)
  const unmapped = (await readInbox(hub)).filter(({ state }) => state === 'unmapped')
  expect(unmapped).toHaveLength(233)
})

test('records of an unlinked customer are kept, and become orders when the link is made', async () => {
  await seed(manyOrders(60))
  await backfillOnce(await newRun())
  const tenantId = await hub.addTenant('third')
  const { connectionId } = hub
  await withSystem(hub.db, (trx) => createLink(trx, { connectionId, externalId: 'C-3', tenantId }))
  await createDrainStep(hub.deps)({ connectionId, tenantId })
  const { rows } = await withTenant(hub.db, tenantId, (trx) =>
    sql`select count(*) as orders, (select count(*) from audit_entries) as audit from orders`.execute(
      trx,
    ),
  )
  expect(rows).toEqual([{ orders: 20, audit: 1 }])
})

test('a backfill that dies in the middle goes on at its checkpoint and counts nothing twice', async () => {
  await seed(manyOrders(1_000))
  const runId = await newRun()
  const asked: (string | null)[] = []
  const dying = (reader: SourceReader): Reader => ({
    list(kind, options) {
      asked.push(options.cursor)
      // Die while the third page is on its way: two pages are stored.
      if (asked.length === 3) throw new Error('killed')
      return reader.list(kind, options)
    },
  })
  await expect(backfillOnce(runId, dying)).rejects.toThrow()
  const before = await readRun(runId)
  expect(before).toMatchObject({ state: 'running' })
  expect(before.fetched).toBeGreaterThanOrEqual(200)
  const again: (string | null)[] = []
  const result = await backfillOnce(runId, (reader) => ({
    list(kind, options) {
      again.push(options.cursor)
      return reader.list(kind, options)
    },
  }))
  expect(result).toEqual({ status: 'complete' })
  expect(again[0]).not.toBeNull()
  expect(asked.length - 1 + again.length).toBeLessThanOrEqual(5 + 1)
  await expectEqualState('C-1')
  const run = await readRun(runId)
  expect(run).toMatchObject({ state: 'completed', fetched: 1_000, written: 667 })
})

test('what a webhook said during the backfill is not overwritten by an older page', async () => {
  const orders = manyOrders(400)
  await seed(orders)
  const newest = orders
    .filter((order) => order.customer.id === 'C-1' && !order.deleted_at)
    .slice(0, 100)
    .map(({ id }) => wireOrder({ id, customer: 'C-1', version: 40, status: 'shipped' }))
  const { connectionId } = hub
  let isFirst = true
  const result = await backfillOnce(await newRun(), (reader) => ({
    async list(kind, options) {
      const page = await reader.list(kind, options)
      if (!isFirst) return page
      isFirst = false
      // The page is read, and while it travels the orders change and their webhooks are applied.
      await seed(newest, false)
      await hub.receive(
        newest.map((order) => arrivalOf({ connectionId, order })),
        { poke: false },
      )
      const step = createDrainStep(hub.deps)
      while ((await step(hub.laneOf('C-1'))).more) continue
      return page
    },
  }))
  expect(result).toEqual({ status: 'complete' })
  await expectEqualState('C-1')
  const held = await readOrders(hub, 'C-1')
  expect(held.filter(({ version }) => version === 40)).toHaveLength(100)
})

test('a source that asks for patience gets it, and a little more, since it told others the same', async () => {
  await seed(manyOrders(10))
  await source.control('PUT', 'faults', { route: 'GET /orders', status: 429, retryAfter: 7 })
  const result = await backfillOnce(await newRun())
  const { retryAfterMs } = z.object({ retryAfterMs: z.number() }).parse(result)
  expect(retryAfterMs).toBeGreaterThanOrEqual(7_000)
  expect(retryAfterMs).toBeLessThanOrEqual(7_000 * 1.25)
})

test('a cancelled run writes nothing more', async () => {
  await seed(manyOrders(300))
  const runId = await newRun()
  const result = await backfillOnce(runId, (reader) => ({
    async list(kind, options) {
      const page = await reader.list(kind, options)
      await withSystem(hub.db, (trx) =>
        trx.updateTable('runs').set({ state: 'cancelled' }).where('id', '=', runId).execute(),
      )
      return page
    },
  }))
  expect(result).toEqual({ status: 'stale_run' })
  expect(await readOrders(hub, 'C-1')).toEqual([])
})

test('a record that does not have the agreed shape goes to quarantine, the page is stored', async () => {
  const good = manyOrders(6)
  const bad = { ...wireOrder({ id: 'bad', customer: 'C-1' }), status: 'teleported' }
  await source.control('POST', 'seed', { orders: [...good, bad], replace: true, unchecked: true })
  const runId = await newRun()
  expect(await backfillOnce(runId)).toEqual({ status: 'complete' })
  expect(await readRun(runId)).toMatchObject({ fetched: 7, quarantined: 1 })
  const row = (await readInbox(hub)).find(({ state }) => state === 'quarantined')
  expect(row?.reason).toMatch(/status/)
})

test('a poll brings what no webhook told, says that the source is well, and finds nothing twice', async () => {
  await seed(manyOrders(30))
  await backfillOnce(await newRun())
  const missed = {
    ...wireOrder({ id: 'ord-00000', customer: 'C-1', version: 9, title: 'Missed' }),
    updated_at: new Date().toISOString(),
  }
  await seed([missed], false)
  expect(await pollOnce()).toEqual({ status: 'complete' })
  await expectEqualState('C-1')
  const events = async () =>
    withTenant(hub.db, hub.tenantOf('C-1'), async (trx) => {
      const { rows } = await sql<{ n: number }>`select count(*) as n from live_events`.execute(trx)
      return rows[0]?.n
    })
  const before = await events()
  expect(await pollOnce()).toEqual({ status: 'complete' })
  expect(await events()).toBe(before)
})

test('a poll that fails says since when, and the next good one clears it', async () => {
  await seed(manyOrders(3))
  await backfillOnce(await newRun())
  const health = async () => {
    const { rows } = await withSystem(hub.db, (trx) =>
      sql<{ error: string | null; failing: boolean }>`
        select last_error as error, last_error_at > last_checked_at as failing from connections`.execute(
        trx,
      ),
    )
    return rows[0]
  }
  await source.control('PUT', 'faults', { route: 'GET /orders', status: 503, times: 1 })
  expect(await pollOnce()).toMatchObject({ status: 'waiting' })
  expect(await health()).toMatchObject({ error: 'The source is failing (503).', failing: true })
  expect(await pollOnce()).toEqual({ status: 'complete' })
  expect(await health()).toMatchObject({ error: null, failing: false })
})
