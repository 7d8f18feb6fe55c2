/** The states of the audit log, and acts of people to tell of. */
import { newId } from '#workflows/contracts/ids.ts'
import type { Stack } from '../stack/stack.ts'
import { member, withoutTable, type PageState } from './page-state.ts'

const LOG = '/t/vellmar/settings/audit'
const admin = { as: member('vellmar') }

interface Act {
  actor: 'member' | 'staff' | 'source'
  name: string
  action: string
  module: string
  kind: string
  label: string
  changes: Record<string, { from: unknown; to: unknown }>
}

const ACTS: Act[] = [
  {
    ...{ actor: 'member', name: 'Sarah Lindqvist', action: 'customer.updated', module: 'billing' },
    ...{ kind: 'customer', label: 'Vellmar Dairy' },
    changes: {
      street: { from: 'Street A 12', to: 'Street B 7' },
      city: { from: 'Utrecht', to: 'Delft' },
    },
  },
  {
    ...{ actor: 'staff', name: 'Priya Raman', action: 'link.created', module: 'settings' },
    ...{ kind: 'link', label: 'C-1002' },
    changes: { connection: { from: null, to: 'Order system' } },
  },
  {
    ...{ actor: 'source', name: 'Order system', action: 'order.updated', module: 'orders' },
    ...{ kind: 'order', label: 'SO-20418' },
    changes: {
      state: { from: 'packed', to: 'in_transit' },
      promisedOn: { from: '2026-11-28', to: '2026-12-03' },
    },
  },
  {
    ...{ actor: 'member', name: 'Marie Dubois', action: 'authz.denied', module: 'billing' },
    ...{ kind: 'procedure', label: '' },
    changes: { right: { from: null, to: 'manage' }, tries: { from: null, to: 3 } },
  },
]

const USER_AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'

/** Written as the owner of the database could: whoever reads cannot tell, and the chain holds. */
export async function tellActs({ readModel, tenantId }: Stack): Promise<void> {
  for (const [index, act] of ACTS.entries()) {
    await readModel.query(
      `insert into audit_entries (tenant_id, id, at, actor_kind, actor_id, actor_name, action, module, subject_kind,
         subject_label, changes, address, user_agent, session_method)
       values ($1, $2, now() - make_interval(mins => $3), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        ...[tenantId('vellmar'), newId(), 7 + index * 95, act.actor, newId(), act.name],
        ...[act.action, act.module, act.kind, act.label, JSON.stringify(act.changes)],
        ...(act.actor === 'source' ? [null, null, null] : ['203.0.113.7', USER_AGENT, 'password']),
      ],
    )
  }
}

const told: Pick<PageState, 'before'> = {
  before: async (_page, stack) => {
    const known = await stack.readModel.query(
      `select 1 from audit_entries where actor_name = 'Sarah Lindqvist' limit 1`,
    )
    if (known.length === 0) await tellActs(stack)
  },
}

export const AUDIT: PageState[] = [
  { name: 'audit', path: LOG, ...admin, ...told },
  {
    name: 'audit-everything',
    path: `${LOG}?view=all&size=25`,
    ...admin,
    ...told,
  },
  {
    name: 'audit-open',
    path: `${LOG}?q=lindqvist`,
    ...admin,
    ...told,
    async arrange(page) {
      const entry = page.getByRole('listitem').filter({ hasText: 'updated the billing address' })
      await entry.first().locator('summary').click()
      await page.getByText('Street B 7').last().waitFor()
    },
  },
  {
    name: 'audit-filter',
    path: LOG,
    ...admin,
    ...told,
    async arrange(page) {
      await page
        .getByRole('button', { name: /^Filters?$/ })
        .locator('visible=true')
        .click()
      const field = page.getByRole('button', { name: 'Area' })
      const box = page.getByRole('checkbox', { name: 'Billing' })
      await field.or(box).first().waitFor()
      if (await field.isVisible()) await field.click()
      await box.waitFor()
    },
  },
  { name: 'audit-none-in-view', path: `/t/fallow/settings/audit?view=staff`, as: member('fallow') },
  { name: 'audit-no-match', path: `${LOG}?q=zeppelin`, ...admin },
  { name: 'audit-error', path: LOG, ...admin, ...withoutTable('audit_entries') },
  {
    name: 'audit-loading',
    path: LOG,
    ...admin,
    async arrange(page) {
      // Never answered: the page is closed in this state.
      await page.route('**/audit.data*', () => undefined)
      await page.getByRole('link', { name: 'Everything' }).click()
      await page.getByText('Loading the audit log').waitFor()
    },
  },
]
