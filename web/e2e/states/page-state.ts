/** One state of one page, with the way to bring it about. */
import type { Page } from 'playwright-core'
import type { Member, Role, Stack } from '../stack/stack.ts'

export interface PageState {
  /** Also the name of its pictures. */
  name: string
  path: string | ((stack: Stack) => Promise<string>)
  /** Missing: nobody is signed in. */
  as?: (stack: Stack) => Member
  /** Before the page is opened. */
  before?: (page: Page, stack: Stack) => Promise<void>
  /** On the open page, until the state stands. */
  arrange?: (page: Page, stack: Stack) => Promise<void>
  /** Undoes `before` where it reached beyond the page. */
  after?: (stack: Stack) => Promise<void>
}

export const member =
  (slug: string, role: Role = 'admin') =>
  (stack: Stack): Member =>
    stack.member(slug, role)

/** The app may not read this table: what a page says when its data do not come. */
export const withoutTable = (
  table: 'orders' | 'projects' | 'invoices' | 'subscriptions' | 'emails' | 'audit_entries',
): Pick<PageState, 'before' | 'after'> => ({
  before: async (_page, { readModel }) => {
    await readModel.query(`revoke select on ${table} from portside_app`)
  },
  after: async ({ readModel }) => {
    await readModel.query(`grant select on ${table} to portside_app`)
  },
})

/** Opens a filter of a list, on desktop behind its chip, on phones in the sheet. */
export async function openStateFilter(page: Page, choice: string): Promise<void> {
  const filter = page.getByRole('button', { name: /^Filters?$/ }).locator('visible=true')
  await filter.click()
  const field = page.getByRole('button', { name: 'State' })
  const box = page.getByRole('checkbox', { name: choice })
  await field.or(box).first().waitFor()
  if (await field.isVisible()) await field.click()
  await box.waitFor()
}
