/** The pages about single orders: complete for whom they are, and not there for everybody else. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { newId, type ConnectionId, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from '../../client.ts'
import { withTenant } from '../../tenant.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts'
import { insertConnection, makeOrder, storeOrders } from '../../testing/orders.ts'
import { insertMember, insertTenant } from '../../testing/rows.ts'
import { listFreshness } from '../freshness.ts'
import { currentPosition, listLiveEventsAfter } from '../live-events.ts'
import { listMembers } from '../members.ts'
import { listOrderActivity } from './orders-activity.ts'
import { listOrdersNeedingAttention } from './orders-attention.ts'
import { getOrder } from './orders-get.ts'
import type { OrdersAccess } from './orders-access.ts'
import { getTenant } from '../tenant.ts'

let database: TestDatabase
let app: Database
let owner: Database
let worker: Database
let north: TenantId
let south: TenantId
let connectionId: ConnectionId
let person: PersonId

const FULL: OrdersAccess = { amounts: true, ownOnly: null }
const day = (offset: number): string =>
  new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)

const split = makeOrder({
  externalId: 'N-1',
  state: 'in_transit',
  placedByEmail: 'ada@example.com',
  total: { minor: 990, currency: 'EUR' },
  firstPromisedOn: day(2),
  promisedOn: day(9),
  lines: [
    {
      position: 2,
      article: 'B',
      description: 'Valve',
      quantity: '1.250',
      unit: 't',
      unitPriceMinor: 3,
      amountMinor: 4,
    },
    {
      position: 1,
      article: 'A',
      description: 'Pump',
      quantity: '2',
      unit: 'pcs',
      unitPriceMinor: 1,
      amountMinor: 2,
    },
  ],
  shipments: [
    {
      externalId: 'SH-2',
      state: 'preparing',
      carrier: null,
      trackingNumber: null,
      trackingUrl: null,
      shippedAt: null,
      expectedOn: day(9),
      deliveredAt: null,
      contents: [{ position: 2, quantity: '1.250' }],
    },
    {
      externalId: 'SH-1',
      state: 'in_transit',
      carrier: 'Carrier',
      trackingNumber: 'T1',
      trackingUrl: 'https://t.example.com',
      shippedAt: '2026-05-03T06:00:00.000Z',
      expectedOn: day(1),
      deliveredAt: null,
      contents: [{ position: 1, quantity: '2' }],
    },
  ],
  history: [
    {
      externalId: 'E-1',
      at: '2026-05-01T08:00:00.000Z',
      kind: 'state',
      state: 'received',
      fromDate: null,
      toDate: null,
      shipmentExternalId: null,
      returnNumber: null,
      note: null,
    },
    {
      externalId: 'E-2',
      at: '2026-05-04T08:00:00.000Z',
      kind: 'delivery_date',
      state: null,
      fromDate: day(2),
      toDate: day(9),
      shipmentExternalId: null,
      returnNumber: null,
      note: 'The casting cracked.',
    },
  ],
})
const overdue = makeOrder({ externalId: 'N-2', firstPromisedOn: day(-6), promisedOn: day(-6) })
const early = makeOrder({ externalId: 'N-3', firstPromisedOn: day(9), promisedOn: day(8) })
const done = makeOrder({
  externalId: 'N-4',
  state: 'delivered',
  firstPromisedOn: day(-9),
  promisedOn: day(-6),
})

beforeAll(async () => {
  database = await createTestDatabase()
  app = createDatabase({ url: database.appUrl, name: 'test' })
  owner = createDatabase({ url: database.ownerUrl, name: 'test' })
  worker = createDatabase({ url: database.workerUrl, name: 'test' })
  north = await insertTenant(owner, { slug: 'north' })
  south = await insertTenant(owner, { slug: 'south' })
  person = await insertMember(owner, north, { email: 'ada@example.com', role: 'admin' })
  connectionId = await insertConnection(owner)
  await storeOrders(worker, { tenantId: north, connectionId }, [split, overdue, early, done])
})
afterAll(async () => {
  await Promise.all([app.close(), owner.close(), worker.close()])
  await database.drop()
})

const idOf = async (externalId: string): Promise<string> => {
  const row = await withTenant(worker, north, (trx) =>
    trx
      .selectFrom('orders')
      .select('id')
      .where('external_id', '=', externalId)
      .executeTakeFirstOrThrow(),
  )
  return row.id
}
const inNorth: <T>(work: Parameters<typeof withTenant<T>>[2]) => Promise<T> = (work) =>
  withTenant(app, north, work, { readOnly: true })

test('an order comes with lines, shipments and history, as its source told them', async () => {
  const id = await idOf('N-1')
  const order = await inNorth((trx) => getOrder(trx, FULL, id))
  expect(order).toMatchObject({
    id,
    number: 'N-1',
    lateDays: 7,
    total: { minor: 990, currency: 'EUR' },
  })
  expect(order.lines).toEqual([
    {
      position: 1,
      article: 'A',
      description: 'Pump',
      quantity: '2',
      unit: 'pcs',
      unitPrice: { minor: 1, currency: 'EUR' },
      amount: { minor: 2, currency: 'EUR' },
    },
    expect.objectContaining({ position: 2, quantity: '1.250' }),
  ])
  expect(order.shipments).toEqual([split.shipments[1], split.shipments[0]])
  expect(order.history).toEqual([split.history[1], split.history[0]])
})

test('without the right to see amounts no line has one', async () => {
  const id = await idOf('N-1')
  const order = await inNorth((trx) => getOrder(trx, { amounts: false, ownOnly: null }, id))
  expect(order.total).toBeNull()
  expect(order.lines.every((line) => line.unitPrice === null && line.amount === null)).toBe(true)
})

test('foreign, unknown, malformed, deleted and not-own orders are refused in the same words', async () => {
  const id = await idOf('N-1')
  const deleted = await idOf('N-4')
  await withTenant(worker, north, (trx) =>
    trx
      .updateTable('orders')
      .set({ deleted_at: new Date() })
      .where('external_id', '=', 'N-4')
      .execute(),
  )
  const refusals = await Promise.all(
    [
      withTenant(app, south, (trx) => getOrder(trx, FULL, id)),
      inNorth((trx) => getOrder(trx, FULL, newId())),
      inNorth((trx) => getOrder(trx, FULL, "1' or '1'='1")),
      inNorth((trx) => getOrder(trx, FULL, deleted)),
      inNorth((trx) => getOrder(trx, { amounts: true, ownOnly: newId<PersonId>() }, id)),
    ].map((read) => read.catch((error: unknown) => error)),
  )
  for (const refusal of refusals) {
    expect(refusal).toMatchObject({ code: 'not_found', message: 'This order does not exist.' })
  }
})

test('activity is newest first, and only of orders one may see', async () => {
  const activity = await inNorth((trx) => listOrderActivity(trx, FULL, 10))
  expect(activity.map((entry) => [entry.order.number, entry.externalId])).toEqual([
    ['N-1', 'E-2'],
    ['N-1', 'E-1'],
  ])
  const own = { amounts: true, ownOnly: newId<PersonId>() }
  expect(await inNorth((trx) => listOrderActivity(trx, own, 10))).toEqual([])
  expect(await withTenant(app, south, (trx) => listOrderActivity(trx, FULL, 10))).toEqual([])
})

test('attention goes to what is overdue first, then to what was moved, with the words of the source', async () => {
  const entries = await inNorth((trx) => listOrdersNeedingAttention(trx, FULL))
  expect(
    entries.map(({ order, reason, note }) => [order.number, reason, order.lateDays, note]),
  ).toEqual([
    ['N-2', 'late', 6, null],
    ['N-1', 'delayed', 7, 'The casting cracked.'],
  ])
  expect(entries[1]?.movedAt).toBe('2026-05-04T08:00:00.000Z')
})

test('live events follow each other without a gap, and a gap is told', async () => {
  const position = await inNorth(currentPosition)
  const from = await inNorth((trx) => listLiveEventsAfter(trx, position - 2, 10))
  expect(from).toMatchObject({ position, complete: true })
  expect(from.events.map((event) => event.position)).toEqual([position - 1, position])
  expect(from.events[0]).toMatchObject({ tenantId: north, module: 'orders', kind: 'order' })
  expect((await inNorth((trx) => listLiveEventsAfter(trx, 0, 2))).complete).toBe(false)
  expect((await inNorth((trx) => listLiveEventsAfter(trx, position + 5, 2))).complete).toBe(false)
  expect(await withTenant(app, south, (trx) => listLiveEventsAfter(trx, 0, 10))).toEqual({
    position: 0,
    events: [],
    complete: true,
    oldestMs: 0,
  })
})

test('freshness names the sources that the tenant is linked to, and how they are', async () => {
  expect(await inNorth(listFreshness)).toEqual([])
  await owner.kysely
    .insertInto('links')
    .values({ connection_id: connectionId, external_id: 'C-1', tenant_id: north })
    .execute()
  expect(await inNorth(listFreshness)).toEqual([{ source: 'orders', seenAt: null, state: 'stale' }])
  const seen = new Date()
  await owner.kysely.updateTable('connections').set({ last_checked_at: seen }).execute()
  expect(await inNorth(listFreshness)).toEqual([
    { source: 'orders', seenAt: seen.toISOString(), state: 'ok' },
  ])
  // By the clock that wrote it down, whatever ours says (R26).
  const sixMinutesAgo = new Date(seen.getTime() - 6 * 60_000)
  await owner.kysely.updateTable('connections').set({ last_checked_at: sixMinutesAgo }).execute()
  vi.useFakeTimers({ toFake: ['Date'], now: sixMinutesAgo })
  expect(await inNorth(listFreshness)).toMatchObject([{ state: 'stale' }])
  vi.useRealTimers()
  await owner.kysely
    .updateTable('connections')
    .set({ last_error: 'refused', last_error_at: new Date(seen.getTime() + 1_000) })
    .execute()
  expect(await inNorth(listFreshness)).toMatchObject([{ state: 'down' }])
  await owner.kysely.updateTable('connections').set({ state: 'paused' }).execute()
  expect(await inNorth(listFreshness)).toMatchObject([{ state: 'paused' }])
  expect(await withTenant(app, south, (trx) => listFreshness(trx))).toEqual([])
})

test('members are those of the tenant, though people are global', async () => {
  await insertMember(owner, south, { email: 'bob@example.com', role: 'project' })
  const members = await inNorth(listMembers)
  expect(members).toMatchObject([
    { personId: person, email: 'ada@example.com', role: { type: 'preset', preset: 'admin' } },
  ])
})

test('a suspended tenant is not there', async () => {
  expect(await inNorth(getTenant)).toMatchObject({ slug: 'north', idleMinutes: 30 })
  await withTenant(owner, south, (trx) =>
    trx.updateTable('tenants').set({ state: 'suspended' }).where('id', '=', south).execute(),
  )
  const read = withTenant(app, south, (trx) => getTenant(trx))
  await expect(read).rejects.toMatchObject({ code: 'not_found' })
})
