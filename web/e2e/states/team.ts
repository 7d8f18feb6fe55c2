/** The states of the pages of people, invitations and roles. */
import { newId, type InvitationId, type RoleId } from '#workflows/contracts/ids.ts'
import type { Stack } from '../stack/stack.ts'
import { member, type PageState } from './page-state.ts'

const SETTINGS = '/t/vellmar/settings'
const admin = { as: member('vellmar') }

/** A role of the tenant's own with somebody invited into it, and an invitation that has run out. */
async function addTeam({ readModel, tenantId }: Stack): Promise<void> {
  const tenant = tenantId('vellmar')
  const known = await readModel.query('select 1 from roles where tenant_id = $1', [tenant])
  if (known.length > 0) return
  const roleId = newId<RoleId>()
  await readModel.query('insert into roles (tenant_id, id, name, grants) values ($1, $2, $3, $4)', [
    tenant,
    roleId,
    'Site lead',
    JSON.stringify({ orders: { view: 'own', amounts: 'own' }, company: { view: 'tenant' } }),
  ])
  for (const [email, days] of [
    ['maintenance@vellmar.test', 6],
    ['night-shift@vellmar.test', -1],
  ] as const) {
    await readModel.query(
      `insert into invitations (tenant_id, id, email, role_id, invited_by, expires_at)
       select $1, $2, $3, $4, person_id, now() + $5 * interval '1 day'
       from memberships where tenant_id = $1 and role = 'admin' limit 1`,
      [tenant, newId<InvitationId>(), email, roleId, days],
    )
  }
}

const before: PageState['before'] = (_page, stack) => addTeam(stack)

export const TEAM: PageState[] = [
  { name: 'people', path: `${SETTINGS}/people`, ...admin, before },
  {
    name: 'people-invite',
    path: `${SETTINGS}/people/invite`,
    ...admin,
    async arrange(page) {
      await page
        .getByLabel('Addresses')
        .fill('Ada <ada@vellmar.test>, grace@vellmar.test\nnobody, admin@vellmar.test')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('button', { name: 'Send 2 invitations' }).waitFor()
      await page.getByText('Sees', { exact: true }).waitFor()
    },
  },
  {
    name: 'people-member',
    path: async ({ readModel, member: who }) => {
      const { email } = who('vellmar', 'project')
      const [row] = await readModel.query<{ id: string }>(
        'select id from people where email = $1',
        [email],
      )
      return `${SETTINGS}/people/${row?.id ?? ''}`
    },
    ...admin,
    async arrange(page) {
      await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Billing' })
      await page.getByText('Loses', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Remove Jonas Weidt' }).click()
      await page.getByRole('button', { name: 'Remove now' }).waitFor()
    },
  },
  { name: 'roles', path: `${SETTINGS}/roles`, ...admin, before },
  {
    name: 'role-new',
    path: `${SETTINGS}/roles/new?from=project`,
    ...admin,
    async arrange(page) {
      await page.getByLabel('Name').fill('Site lead, west')
      await page.getByText('Sees', { exact: true }).waitFor()
    },
  },
  { name: 'leave', path: '/t/vellmar/leave', ...admin },
  { name: 'invitation-gone', path: `/invitation/${'A'.repeat(43)}` },
]
