/** Every page in every state, with the way to bring it about: what the pictures show and the accessibility tests check. */
import type { Page } from 'playwright-core'
import type { Stack } from './stack/stack.ts'
import { ACCOUNT } from './states/account.ts'
import { AUDIT } from './states/audit.ts'
import { BILLING } from './states/billing.ts'
import { PROJECTS } from './states/projects.ts'
import { SIGN_ON } from './states/sign-on.ts'
import { TEAM } from './states/team.ts'
import { member, openStateFilter, withoutTable, type PageState } from './states/page-state.ts'
import { untilLive } from './visitor.ts'

const orderOf =
  (slug: string, search: { customer: string; status: string }) =>
  async ({ upstream, readModel }: Stack): Promise<string> =>
    `/t/${slug}/orders/${await readModel.orderId((await upstream.get(search)).id)}`

const vellmar = { as: member('vellmar') }
const LIST = '/t/vellmar/orders'
/** Where the rows are not the point: axe takes its time for each. */
const SHORT_LIST = `${LIST}?size=25`

/** An order of Vellmar's with a return, in the sandbox's demo. */
async function returnedOrder(
  { readModel, tenantId }: Stack,
  condition: string,
): Promise<{ id: string; number: string }> {
  const [order] = await readModel.query<{ id: string; number: string }>(
    `select o.id, o.number from order_returns r join orders o using (tenant_id)
     where r.tenant_id = $1 and r.order_id = o.id and ${condition}
     order by r.requested_at desc limit 1`,
    [tenantId('vellmar')],
  )
  if (!order) throw new Error(`Vellmar has no return where ${condition}.`)
  return order
}

const UNDER_WAY = `r.state in ('requested', 'approved', 'in_transit')`
const CREDITED = `exists (select 1 from credit_notes n where n.number = r.credit_note_number)`

const returnOf =
  (condition: string) =>
  async (stack: Stack): Promise<string> =>
    `${LIST}/${(await returnedOrder(stack, condition)).id}`

const DOOR: PageState[] = [
  { name: 'sign-in', path: '/sign-in' },
  {
    name: 'sign-in-to-order',
    path: orderOf('northgate', { customer: 'C-1001', status: 'shipped' }),
  },
  {
    name: 'sign-in-errors',
    path: '/sign-in?next=/t/vellmar/orders',
    async arrange(page) {
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.getByRole('link', { name: 'Enter your password.' }).waitFor()
    },
  },
  { name: 'sign-in-session-ended', path: '/sign-in?next=/t/vellmar/home&note=ended' },
  { name: 'missing-outside', path: '/no-such-page' },
]

const HOME: PageState[] = [
  { name: 'home', path: '/t/vellmar/home', ...vellmar },
  { name: 'home-northgate', path: '/t/northgate/home', as: member('northgate') },
  { name: 'home-project', path: '/t/vellmar/home', as: member('vellmar', 'project') },
  { name: 'home-billing', path: '/t/vellmar/home', as: member('vellmar', 'billing') },
  { name: 'home-empty', path: '/t/fallow/home', as: member('fallow') },
  { name: 'missing', path: '/t/vellmar/no-such-page', ...vellmar },
  {
    name: 'customers-menu',
    path: '/t/northgate/home',
    as: (stack) => stack.both,
    async arrange(page) {
      await page.getByRole('button', { name: /switch customer/ }).click()
      await page.getByRole('menuitem', { name: 'Vellmar Dairy' }).waitFor()
    },
  },
  {
    name: 'account-menu',
    path: '/t/vellmar/home',
    ...vellmar,
    async arrange(page) {
      await page.getByRole('button', { name: /account of/ }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
    },
  },
  {
    name: 'palette',
    path: '/t/vellmar/home',
    ...vellmar,
    async arrange(page) {
      await page.getByRole('button', { name: 'Search', exact: true }).click()
      await page.getByRole('combobox', { name: 'Search' }).fill('north')
      await page.getByRole('option').nth(3).waitFor()
    },
  },
]

const ORDERS: PageState[] = [
  { name: 'orders', path: LIST, ...vellmar },
  { name: 'orders-late', path: `${LIST}?view=late`, ...vellmar },
  { name: 'orders-project', path: SHORT_LIST, as: member('vellmar', 'project') },
  {
    name: 'orders-selected',
    path: `${LIST}?state=in_transit&state=packed`,
    ...vellmar,
    async arrange(page) {
      for (const row of [1, 2]) await page.getByRole('checkbox', { name: /SO-/ }).nth(row).check()
      await page.getByRole('toolbar', { name: '2 selected' }).waitFor()
    },
  },
  {
    name: 'orders-filter',
    path: SHORT_LIST,
    ...vellmar,
    arrange: (page) => openStateFilter(page, 'Delivered'),
  },
  { name: 'orders-empty', path: '/t/fallow/orders', as: member('fallow') },
  { name: 'orders-no-match', path: `${LIST}?q=zeppelin&state=packed`, ...vellmar },
  { name: 'orders-error', path: LIST, ...vellmar, ...withoutTable('orders') },
  {
    name: 'orders-stale',
    path: SHORT_LIST,
    ...vellmar,
    async before(_page, { readModel, upstream }) {
      // The poll fails as well, or it would make the source fresh again.
      await upstream.setFault({ route: 'GET /orders', status: 503 })
      await readModel.query(
        `update connections set last_event_at = null, last_error_at = now(), last_error = 'no answer',
           last_checked_at = now() - interval '2 hours'`,
      )
    },
    async after({ readModel, upstream }) {
      await upstream.setFault(null)
      await readModel.query(
        `update connections set last_error_at = null, last_error = null, last_checked_at = now()`,
      )
    },
  },
  {
    name: 'orders-loading',
    path: SHORT_LIST,
    ...vellmar,
    async arrange(page) {
      // Never answered: the page is closed in this state.
      await page.route('**/orders.data*', () => undefined)
      await page.getByRole('link', { name: 'Delivered' }).click()
      await page.getByText('Loading orders').waitFor()
    },
  },
]

const ORDER: PageState[] = [
  {
    name: 'order-in-transit',
    path: orderOf('vellmar', { customer: 'C-1002', status: 'shipped' }),
    ...vellmar,
  },
  {
    name: 'order-in-production',
    path: orderOf('vellmar', { customer: 'C-1002', status: 'production' }),
    ...vellmar,
  },
  {
    name: 'order-delivered',
    path: orderOf('vellmar', { customer: 'C-1002', status: 'delivered' }),
    ...vellmar,
  },
  {
    name: 'order-return',
    path: returnOf(UNDER_WAY),
    ...vellmar,
    arrange: (page) => page.getByText('Reason:').scrollIntoViewIfNeeded(),
  },
  {
    name: 'order-returned',
    path: returnOf(CREDITED),
    ...vellmar,
    arrange: (page) => page.getByRole('link', { name: /^Credit note/ }).scrollIntoViewIfNeeded(),
  },
  {
    name: 'order-cancelled',
    path: orderOf('vellmar', { customer: 'C-1002', status: 'cancelled' }),
    ...vellmar,
  },
  {
    name: 'order-project',
    path: orderOf('northgate', { customer: 'C-1001', status: 'shipped' }),
    as: member('northgate', 'project'),
  },
]

/** The order desk is no page of the portal, but people use it beside one. */
const DESK: PageState[] = [
  { name: 'desk', path: (stack) => Promise.resolve(stack.sandboxUrl) },
  {
    name: 'desk-order',
    path: (stack) => Promise.resolve(`${stack.sandboxUrl}/?customer=C-1002`),
    async arrange(page) {
      await page.getByRole('listitem').getByRole('button').first().click()
      await page.getByRole('button', { name: 'Add note' }).waitFor()
    },
  },
  {
    name: 'desk-return',
    async path(stack) {
      const { number } = await returnedOrder(stack, UNDER_WAY)
      return `${stack.sandboxUrl}/?show=all&q=${number}`
    },
    async arrange(page) {
      await page.getByRole('listitem').getByRole('button').first().click()
      await page.getByRole('button', { name: 'Refuse' }).scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'desk-new-order',
    path: (stack) => Promise.resolve(stack.sandboxUrl),
    async arrange(page) {
      await page.getByRole('button', { name: 'Place order' }).first().click()
      await page.getByRole('heading', { name: 'Place an order' }).waitFor()
    },
  },
]

export const PAGE_STATES: readonly PageState[] = [
  ...DOOR,
  ...HOME,
  ...ORDERS,
  ...ORDER,
  ...PROJECTS,
  ...BILLING,
  ...AUDIT,
  ...TEAM,
  ...SIGN_ON,
  ...ACCOUNT,
  ...DESK,
]

/** Brings one state about on a page that is signed in for it. */
export async function enterState(page: Page, state: PageState, stack: Stack): Promise<void> {
  await state.before?.(page, stack)
  const path = typeof state.path === 'string' ? state.path : await state.path(stack)
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  if (state.as && path.startsWith('/t/')) await untilLive(page)
  await state.arrange?.(page, stack)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
}
