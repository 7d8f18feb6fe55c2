/** How PostgreSQL runs the heavy reads as the app role: by an index that leads with the tenant, the helper once. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from '../client.ts'
import { withTenant, type TenantTx } from '../tenant.ts'
import { explaining, faultsOf } from '../testing/plans.ts'
import { createScale, TENANT_TABLES, type Scale } from '../testing/scale.ts'
import { getCompany } from './company/company-get.ts'
import { listInvoicesNeedingAttention } from './invoices/invoices-attention.ts'
import { getInvoice } from './invoices/invoices-get.ts'
import { listInvoiceRows, listInvoices, type InvoicesListInput } from './invoices/invoices-list.ts'
import { listCreditNotesByNumber } from './invoices/credit-notes-by-number.ts'
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

let scale: Scale
let app: Database

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

beforeAll(async () => {
  scale = await createScale({ tenants: 200, records: 60_000 })
  app = createDatabase({ url: scale.database.appUrl, name: 'test' })
})
afterAll(async () => {
  await app.close()
  await scale.database.drop()
})

/** The plans of every statement that `read` sends. @param whose default: the largest tenant, that of one record in six */
async function plansOf(
  read: (trx: TenantTx) => Promise<unknown>,
  whose: TenantId = scale.largest,
): Promise<string[]> {
  const { db, plans } = explaining(app)
  await withTenant(db, whose, read, { readOnly: true }).catch(() => undefined)
  return plans
}

function expectBound(plans: readonly string[]): void {
  expect(plans.length).toBeGreaterThan(0)
  for (const plan of plans) expect(faultsOf(plan, TENANT_TABLES), plan).toEqual([])
}

const bothWays = <S extends string>(sorts: readonly S[]) =>
  sorts.flatMap((sort) => (['asc', 'desc'] as const).map((direction) => ({ sort, direction })))

/** The second page of a list, and how it was found. */
async function expectInsideIndex(
  readPage: (trx: TenantTx, cursor: string | null) => Promise<{ next: string | null }>,
): Promise<void> {
  const first = await withTenant(app, scale.largest, (trx) => readPage(trx, null))
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
  ['credit notes by their numbers', (trx) => listCreditNotesByNumber(trx, BOTH, ['N12'])],
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
  expectBound(await plansOf(read, scale.smallest))
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
