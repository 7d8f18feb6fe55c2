/** How PostgreSQL runs the heavy reads as the app role: by an index that leads with the tenant, the helper once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, type ConnectionId, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from '../client.ts'
import { withTenant, type TenantTx } from '../tenant.ts'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { insertConnection } from '../testing/orders.ts'
import { explaining } from '../testing/plans.ts'
import { insertTenant } from '../testing/rows.ts'
import { getCompany } from './company/company-get.ts'
import { listInvoicesNeedingAttention } from './invoices/invoices-attention.ts'
import { getInvoice } from './invoices/invoices-get.ts'
import { listInvoiceRows, listInvoices, type InvoicesListInput } from './invoices/invoices-list.ts'
import { listInvoicesOfOrder } from './invoices/invoices-of-order.ts'
import { INVOICES_SORTS } from './invoices/invoices-sort.ts'
import { listOutstanding } from './invoices/outstanding.ts'
import { listOrderActivity } from './orders/orders-activity.ts'
import { listOrdersNeedingAttention } from './orders/orders-attention.ts'
import { getOrder } from './orders/orders-get.ts'
import type { OrdersAccess } from './orders/orders-access.ts'
import { listOrderRows, listOrders, type OrdersListInput } from './orders/orders-list.ts'
import { ORDERS_SORTS } from './orders/orders-sort.ts'
import { getProject } from './projects/projects-get.ts'
import { listProjectRows, listProjects, type ProjectsQuery } from './projects/projects-list.ts'
import { listProjectsOfOrder } from './projects/projects-of-order.ts'
import { PROJECTS_SORTS } from './projects/projects-sort.ts'

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

const OWN: OrdersAccess = { amounts: true, ownOnly: newId<PersonId>() }
const OWN_BOTH = { orders: OWN, ownOnly: newId<PersonId>() }
const BOTH = { orders: FULL, ownOnly: null }
const FIRST_INVOICES: InvoicesListInput = {
  view: 'all',
  q: '',
  states: [],
  issuedFrom: null,
  issuedTo: null,
  timeZone: 'UTC',
  sort: 'issued',
  direction: 'desc',
  cursor: null,
  limit: 50,
}

const ALL_PROJECTS = { ownOnly: null, orders: FULL }
const FIRST_PROJECTS: ProjectsQuery & { cursor: null; limit: number } = {
  ...{
    view: 'all',
    q: '',
    states: [],
    sort: 'changed',
    direction: 'desc',
    cursor: null,
    limit: 50,
  },
}

/** Many rows of several tenants, made by the server: only plans are looked at here. */
const FILL = `
  insert into orders (tenant_id, id, connection_id, external_id, version, content_hash, number, title, state,
    site, currency, total_minor, placed_at, first_promised_on, promised_on, changed_at)
  select $1, gen_random_uuid(), $2, 'E' || g, 1, '', 'N' || g, 'T' || g,
    (array['confirmed', 'delivered', 'delivered', 'delivered'])[1 + g % 4], 'Site ' || g % 5, 'EUR', g,
    now() - g * interval '1 hour', current_date, current_date + g % 9, now() - g * interval '1 minute'
  from generate_series(1, 3000) g`

/** One in four is open, one in forty is being paid. */
const FILL_INVOICES = `
  insert into invoices (tenant_id, id, connection_id, external_id, version, content_hash, customer_external_id,
    number, state, currency, subtotal_minor, tax_minor, total_minor, paid_minor, remaining_minor, order_number,
    created_at, issued_at, due_at, changed_at)
  select $1, gen_random_uuid(), $2, 'E' || g, 1, '', 'C', 'N' || g,
    (array['open', 'paid', 'paid', 'paid'])[1 + g % 4], 'EUR', g, 0, g, 0, g, 'N' || g % 900,
    now(), now() - g * interval '1 hour', now() + (g % 90 - 45) * interval '1 day', now() - g * interval '1 minute'
  from generate_series(1, 3000) g`
const FILL_PAYMENTS = `
  insert into payments (tenant_id, id, connection_id, external_id, version, content_hash, customer_external_id,
    invoice_external_id, state, amount_minor, refunded_minor, currency, created_at, changed_at)
  select $1, gen_random_uuid(), $2, 'P' || g, 1, '', 'C', 'E' || g,
    case when g % 40 = 0 then 'processing' else 'succeeded' end, 1, 0, 'EUR', now(), now()
  from generate_series(1, 3000) g`
const FILL_INVOICE_LINES = `
  insert into invoice_lines (tenant_id, invoice_id, external_id, position, description, amount_minor)
  select tenant_id, id, 'L' || n, n, 'A', 1 from invoices, generate_series(1, 3) n where tenant_id = $1`
const FILL_CRM = `
  with company as (
    insert into companies (tenant_id, id, connection_id, external_id, version, content_hash, name, changed_at)
    values ($1, gen_random_uuid(), $2, 'C', 1, '', 'C', now()))
  insert into contacts (tenant_id, id, connection_id, external_id, version, content_hash, company_external_id,
    name, changed_at)
  select $1, gen_random_uuid(), $2, 'E' || g, 1, '', 'C', 'N' || g, now() from generate_series(1, 1000) g`

const FILL_PROJECTS = `
  insert into projects (tenant_id, id, connection_id, external_id, version, content_hash, number, title, state,
    due_on, milestones_total, milestones_done, changed_at)
  select $1, gen_random_uuid(), $2, 'E' || g, 1, '', 'N' || g, 'T' || g,
    (array['active', 'completed', 'completed', 'completed'])[1 + g % 4], current_date + g % 90 - 20, 3, 1,
    now() - g * interval '1 minute'
  from generate_series(1, 1000) g`
const FILL_PROJECT_PARTS = `
  with orders as (
    insert into project_orders (tenant_id, project_id, order_external_id)
    select tenant_id, id, 'E' || n from projects, generate_series(1, 3) n where tenant_id = $1),
  milestones as (
    insert into project_milestones (tenant_id, project_id, external_id, position, title, state)
    select tenant_id, id, 'M' || n, n, 'A', 'planned' from projects, generate_series(1, 3) n where tenant_id = $1),
  deliverables as (
    insert into project_deliverables (tenant_id, project_id, external_id, position, title, state)
    select tenant_id, id, 'D' || n, n, 'A', 'preparing' from projects, generate_series(1, 3) n where tenant_id = $1)
  insert into project_due_dates (tenant_id, project_id, external_id, at)
  select tenant_id, id, 'H' || n, now() from projects, generate_series(1, 3) n where tenant_id = $1`

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
    for (const fill of [FILL, FILL_PROJECTS, FILL_INVOICES, FILL_PAYMENTS, FILL_CRM]) {
      await superuser.pool.query(fill, [tenantId, connectionId])
    }
    for (const fill of [
      ...[FILL_EVENTS, FILL_LINES, FILL_SHIPMENTS],
      ...[FILL_INVOICE_LINES, FILL_PROJECT_PARTS],
    ]) {
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
    expect(plan).not.toMatch(/Seq Scan on (order|project|invoice|payment|contact)/)
    expect(plan).not.toMatch(/Filter:.*tenant_id\(\)/)
  }
}

const bothWays = <S extends string>(sorts: readonly S[]) =>
  sorts.flatMap((sort) => (['asc', 'desc'] as const).map((direction) => ({ sort, direction })))

/** The second page of a list, and how it was found. */
async function expectInsideIndex(
  readPage: (trx: TenantTx, cursor: string | null) => Promise<{ next: string | null }>,
): Promise<void> {
  const first = await withTenant(app, tenantId, (trx) => readPage(trx, null))
  const plans = await plansOf((trx) => readPage(trx, first.next))
  expectBound(plans)
  expect(plans.join()).not.toMatch(/Sort Key: (?!p\.)/)
  expect(plans.join()).toMatch(/Index Cond: \(\(tenant_id = .* AND \(ROW\(/)
}

test.each(bothWays(ORDERS_SORTS))(
  'a page of orders by $sort $direction starts inside its index, without a sort',
  (by) => expectInsideIndex((trx, cursor) => listOrderRows(trx, FULL, { ...FIRST, ...by, cursor })),
)

test.each(bothWays(INVOICES_SORTS))(
  'a page of invoices by $sort $direction starts inside its index, without a sort',
  (by) =>
    expectInsideIndex((trx, cursor) =>
      listInvoiceRows(trx, BOTH, { ...FIRST_INVOICES, ...by, cursor }),
    ),
)

test.each(bothWays(PROJECTS_SORTS))(
  'a page of projects by $sort $direction starts inside its index, without a sort',
  (by) =>
    expectInsideIndex((trx, cursor) =>
      listProjectRows(trx, ALL_PROJECTS, { ...FIRST_PROJECTS, ...by, cursor }),
    ),
)

test.each<[string, (trx: TenantTx) => Promise<unknown>]>([
  ['the whole list', (trx) => listOrders(trx, FULL, FIRST)],
  ['late orders', (trx) => listOrders(trx, FULL, { ...FIRST, view: 'late' })],
  ['a search', (trx) => listOrders(trx, FULL, { ...FIRST, q: 'n12' })],
  ['one order', (trx) => getOrder(trx, FULL, newId())],
  ['activity', (trx) => listOrderActivity(trx, FULL, 20)],
  ['attention', (trx) => listOrdersNeedingAttention(trx, FULL)],
  ['the whole list of invoices', (trx) => listInvoices(trx, BOTH, FIRST_INVOICES)],
  ['open invoices', (trx) => listInvoices(trx, BOTH, { ...FIRST_INVOICES, view: 'open' })],
  ['overdue invoices', (trx) => listInvoices(trx, BOTH, { ...FIRST_INVOICES, view: 'overdue' })],
  [
    'invoices that are being paid',
    (trx) => listInvoices(trx, BOTH, { ...FIRST_INVOICES, states: ['processing'] }),
  ],
  ['one invoice', (trx) => getInvoice(trx, BOTH, newId())],
  ['invoices of an order', (trx) => listInvoicesOfOrder(trx, BOTH, 'N12')],
  ['invoices that need attention', (trx) => listInvoicesNeedingAttention(trx, BOTH)],
  ['what is outstanding', (trx) => listOutstanding(trx, BOTH)],
  ['own orders', (trx) => listOrders(trx, OWN, FIRST)],
  ['own activity', (trx) => listOrderActivity(trx, OWN, 20)],
  ['own invoices', (trx) => listInvoices(trx, OWN_BOTH, FIRST_INVOICES)],
  [
    'own overdue invoices',
    (trx) => listInvoices(trx, OWN_BOTH, { ...FIRST_INVOICES, view: 'overdue' }),
  ],
  ['own outstanding', (trx) => listOutstanding(trx, OWN_BOTH)],
  ['own invoices that need attention', (trx) => listInvoicesNeedingAttention(trx, OWN_BOTH)],
  [
    'orders of an address',
    (trx) => listOrders(trx, { amounts: true, ownOnly: { placedBy: 'a@x.example' } }, FIRST),
  ],
  ['the whole list of projects', (trx) => listProjects(trx, ALL_PROJECTS, FIRST_PROJECTS)],
  ['one project', (trx) => getProject(trx, ALL_PROJECTS, newId())],
  ['projects of an order', (trx) => listProjectsOfOrder(trx, ALL_PROJECTS, newId())],
  ['own projects', (trx) => listProjects(trx, { ownOnly: newId<PersonId>() }, FIRST_PROJECTS)],
  ['the company', getCompany],
])('%s: no full scan, no call of the helper per row', async (_, read) => {
  expectBound(await plansOf(read))
})

test('late orders come out of the index of open ones', async () => {
  const plans = await plansOf((trx) => listOrders(trx, FULL, { ...FIRST, view: 'late' }))
  expect(plans.join()).toContain('orders_open')
})

test('own orders come out of the index of owners, and own invoices out of that of their orders', async () => {
  const plans = await plansOf((trx) => listInvoices(trx, OWN_BOTH, FIRST_INVOICES))
  expect(plans.join()).toMatch(/InitPlan[\s\S]*orders_owner/)
  expect(plans.join()).toMatch(/invoices_order|order_number = ANY/)
})
