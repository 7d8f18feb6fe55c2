/** The states of the pages about invoices and about the company. */
import type { Stack } from '../stack/stack.ts'
import { member, openStateFilter, withoutTable, type PageState } from './page-state.ts'

const LIST = '/t/vellmar/invoices'
/** Where the rows are not the point: axe takes its time for each. */
const SHORT_LIST = `${LIST}?size=25`
const admin = { as: member('vellmar') }
const billing = { as: member('vellmar', 'billing') }

/** An invoice that Vellmar has in the sandbox's demo. */
const invoiceWhere =
  (condition: string) =>
  async ({ readModel, tenantId }: Stack): Promise<string> => {
    const [invoice] = await readModel.query<{ id: string }>(
      `select i.id from invoices i where i.tenant_id = $1 and ${condition} order by i.number limit 1`,
      [tenantId('vellmar')],
    )
    if (!invoice) throw new Error(`Vellmar has no invoice where ${condition}.`)
    return `${LIST}/${invoice.id}`
  }

const INVOICES: PageState[] = [
  { name: 'invoices', path: SHORT_LIST, ...admin },
  { name: 'invoices-to-pay', path: `${LIST}?view=open`, ...billing },
  {
    name: 'invoices-selected',
    path: SHORT_LIST,
    ...billing,
    async arrange(page) {
      const boxes = page.getByRole('row').getByRole('checkbox', { name: /^Select (?!all)/ })
      for (const row of [0, 1]) await boxes.nth(row).check()
      await page.getByRole('toolbar', { name: '2 selected' }).waitFor()
    },
  },
  {
    name: 'invoices-filter',
    path: SHORT_LIST,
    ...billing,
    arrange: (page) => openStateFilter(page, 'Paid'),
  },
  { name: 'invoices-empty', path: '/t/fallow/invoices', as: member('fallow') },
  { name: 'invoices-no-match', path: `${LIST}?q=zeppelin`, ...billing },
  { name: 'invoices-error', path: LIST, ...billing, ...withoutTable('invoices') },
  {
    name: 'invoices-loading',
    path: SHORT_LIST,
    ...billing,
    async arrange(page) {
      // Never answered: the page is closed in this state.
      await page.route('**/invoices.data*', () => undefined)
      await page.getByRole('link', { name: 'Paid' }).click()
      await page.getByText('Loading invoices').waitFor()
    },
  },
]

const INVOICE: PageState[] = [
  {
    name: 'invoice-to-pay',
    path: invoiceWhere(`i.state = 'open' and i.due_at > now()`),
    ...admin,
  },
  {
    name: 'invoice-overdue',
    path: invoiceWhere(`i.state = 'open' and i.due_at < now()`),
    ...billing,
  },
  { name: 'invoice-paid', path: invoiceWhere(`i.state = 'paid'`), ...billing },
  {
    name: 'invoice-credited',
    path: invoiceWhere(
      `i.state = 'open' and exists (select 1 from credit_notes n where n.invoice_external_id = i.external_id)`,
    ),
    ...billing,
  },
  { name: 'invoice-cancelled', path: invoiceWhere(`i.state = 'void'`), ...billing },
]

const COMPANY: PageState[] = [
  { name: 'company', path: '/t/vellmar/company', ...admin },
  { name: 'company-project', path: '/t/vellmar/company', as: member('vellmar', 'project') },
  { name: 'company-empty', path: '/t/fallow/company', as: member('fallow') },
]

const TALKS = '/t/vellmar/company/communication'

const COMMUNICATION: PageState[] = [
  { name: 'communication', path: TALKS, ...admin },
  { name: 'communication-emails', path: `${TALKS}?view=email`, ...admin },
  {
    name: 'communication-open',
    path: `${TALKS}?view=email`,
    ...admin,
    arrange: (page) => page.getByRole('button', { name: 'Show all of it' }).first().click(),
  },
  { name: 'communication-empty', path: '/t/fallow/company/communication', as: member('fallow') },
  { name: 'communication-error', path: TALKS, ...admin, ...withoutTable('emails') },
]

const PLAN: PageState[] = [
  { name: 'plan', path: '/t/vellmar/plan', ...admin },
  { name: 'plan-simple', path: '/t/northgate/plan', as: member('northgate', 'billing') },
  { name: 'plan-empty', path: '/t/fallow/plan', as: member('fallow') },
  { name: 'plan-error', path: '/t/vellmar/plan', ...billing, ...withoutTable('subscriptions') },
]

export const BILLING: readonly PageState[] = [
  ...INVOICES,
  ...INVOICE,
  ...COMPANY,
  ...COMMUNICATION,
  ...PLAN,
]
