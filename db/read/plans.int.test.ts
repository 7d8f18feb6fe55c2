/** How PostgreSQL runs the heavy reads as the app role: by an index that leads with the tenant, the helper once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, type ConnectionId, type TenantId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from '../client.ts'
import { withTenant, type TenantTx } from '../tenant.ts'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { insertConnection } from '../testing/orders.ts'
import { explaining } from '../testing/plans.ts'
import { insertTenant } from '../testing/rows.ts'
import { listOrderActivity } from './orders-activity.ts'
import { listOrdersNeedingAttention } from './orders-attention.ts'
import { getOrder } from './orders-get.ts'
import { listOrderRows, listOrders, type OrdersListInput } from './orders-list.ts'
import { ORDERS_SORTS } from './orders-sort.ts'

let database: TestDatabase
let app: Database
let tenantId: TenantId
let connectionId: ConnectionId

const FULL = { amounts: true, ownOnly: null }
const FIRST: OrdersListInput = {
  view: 'all',
  q: '',
  states: [],
  sites: [],
  placedFrom: null,
  placedTo: null,
  timeZone: 'UTC',
  sort: 'changed',
  direction: 'desc',
  cursor: null,
  limit: 50,
}

/** Many rows of several tenants, made by the server: only plans are looked at here. */
const FILL = `
  insert into orders (tenant_id, id, connection_id, external_id, version, content_hash, number, title, state,
    site, currency, total_minor, placed_at, first_promised_on, promised_on, changed_at)
  select $1, gen_random_uuid(), $2, 'E' || g, 1, '', 'N' || g, 'T' || g,
    (array['confirmed', 'delivered', 'delivered', 'delivered'])[1 + g % 4], 'Site ' || g % 5, 'EUR', g,
    now() - g * interval '1 hour', current_date, current_date + g % 9, now() - g * interval '1 minute'
  from generate_series(1, 3000) g`

const FILL_EVENTS = `
  insert into order_events (tenant_id, order_id, external_id, at, kind, from_date, to_date)
  select tenant_id, id, 'E' || n, changed_at, 'delivery_date', current_date, current_date + n
  from orders, generate_series(1, 3) n where tenant_id = $1`
const FILL_LINES = `
  insert into order_lines (tenant_id, order_id, position, article, description, quantity, unit,
    unit_price_minor, amount_minor)
  select tenant_id, id, n, 'A', 'A', 1, 'pcs', 1, 1 from orders, generate_series(1, 3) n where tenant_id = $1`
const FILL_SHIPMENTS = `
  insert into order_shipments (tenant_id, order_id, external_id, state)
  select tenant_id, id, 'S' || n, 'delivered' from orders, generate_series(1, 2) n where tenant_id = $1`

beforeAll(async () => {
  database = await createTestDatabase()
  app = createDatabase({ url: database.appUrl, name: 'test' })
  const owner = createDatabase({ url: database.ownerUrl, name: 'test' })
  connectionId = await insertConnection(owner)
  const superuser = createDatabase({ url: database.superuserUrl, name: 'test', max: 1 })
  for (let i = 0; i < 5; i++) {
    tenantId = await insertTenant(owner, { slug: `t-${i}` })
    await superuser.pool.query(FILL, [tenantId, connectionId])
    for (const fill of [FILL_EVENTS, FILL_LINES, FILL_SHIPMENTS]) {
      await superuser.pool.query(fill, [tenantId])
    }
  }
  await superuser.pool.query('vacuum analyze')
  await Promise.all([owner.close(), superuser.close()])
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

/** The plans of every statement that `read` sends. */
async function plansOf(read: (trx: TenantTx) => Promise<unknown>): Promise<string[]> {
  const { db, plans } = explaining(app)
  await withTenant(db, tenantId, read, { readOnly: true }).catch(() => undefined)
  return plans
}

function expectBound(plans: readonly string[]): void {
  expect(plans.length).toBeGreaterThan(0)
  for (const plan of plans) {
    expect(plan).not.toMatch(/Seq Scan on order/)
    expect(plan).not.toMatch(/Filter:.*tenant_id\(\)/)
  }
}

const combinations = ORDERS_SORTS.flatMap((sort) =>
  (['asc', 'desc'] as const).map((direction) => ({ sort, direction })),
)
test.each(combinations)(
  'a page by $sort $direction starts inside its index, without a sort',
  async (by) => {
    const first = await withTenant(app, tenantId, (trx) =>
      listOrderRows(trx, FULL, { ...FIRST, ...by }),
    )
    const plans = await plansOf((trx) =>
      listOrderRows(trx, FULL, { ...FIRST, ...by, cursor: first.next }),
    )
    expectBound(plans)
    expect(plans.join()).not.toContain('Sort Key')
    expect(plans.join()).toMatch(/Index Cond: \(\(tenant_id = .* AND \(ROW\(/)
  },
)

test.each<[string, (trx: TenantTx) => Promise<unknown>]>([
  ['the whole list', (trx) => listOrders(trx, FULL, FIRST)],
  ['late orders', (trx) => listOrders(trx, FULL, { ...FIRST, view: 'late' })],
  ['a search', (trx) => listOrders(trx, FULL, { ...FIRST, q: 'n12' })],
  ['one order', (trx) => getOrder(trx, FULL, newId())],
  ['activity', (trx) => listOrderActivity(trx, FULL, 20)],
  ['attention', (trx) => listOrdersNeedingAttention(trx, FULL)],
])('%s: no full scan, no call of the helper per row', async (_, read) => {
  expectBound(await plansOf(read))
})

test('late orders come out of the index of open ones', async () => {
  const plans = await plansOf((trx) => listOrders(trx, FULL, { ...FIRST, view: 'late' }))
  expect(plans.join()).toContain('orders_open')
})
