/** The members of one tenant by name, for staff who look through one's eyes; those who cannot sign in are left out. */
import { sql } from 'kysely'
import type { PersonId, TenantId } from '#workflows/contracts/ids.ts'
import type { MemberRole } from '#workflows/contracts/access.ts'
import { accessOf, type StoredRole } from '../system/stored-role.ts'
import type { StaffTx } from './staff-tx.ts'

export interface TenantMember {
  id: PersonId
  name: string
  email: string
  role: MemberRole
}

export interface TenantMembers {
  tenant: { id: TenantId; name: string; slug: string; state: 'active' | 'suspended' }
  members: TenantMember[]
  /** There are others: a part of a name or address finds them. */
  more: boolean
}

const LIMIT = 100

type Row = Omit<TenantMember, 'role'> & StoredRole

/** @param q part of a name or e-mail address; empty: all. Undefined: there is no such tenant */
export async function listTenantMembers(
  trx: StaffTx,
  { tenantId, q }: { tenantId: TenantId; q: string },
): Promise<TenantMembers | undefined> {
  const { rows: known } = await sql<TenantMembers['tenant']>`
    select id, name, slug, state from tenants where id = ${tenantId}`.execute(trx)
  const [tenant] = known
  if (!tenant) return undefined
  const pattern = `%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<Row>`
    select p.id, p.name, p.email, m.role as preset, r.id as "roleId", r.name as "roleName",
      r.grants as "roleGrants", m.own_only as "ownOnly"
    from memberships m
    join people p on p.id = m.person_id and p.disabled_at is null
    left join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
    where m.tenant_id = ${tenantId} and (lower(p.name) like ${pattern} or p.email like ${pattern})
    order by lower(p.name), p.id limit ${LIMIT + 1}`.execute(trx)
  const members = rows.slice(0, LIMIT).map(({ id, name, email, ...role }) => ({
    ...{ id, name, email },
    role: accessOf(role).role,
  }))
  return { tenant, members, more: rows.length > LIMIT }
}
