/** The roles a tenant has made itself, and how many hold each. */
import { sql } from 'kysely'
import type { Grants, MemberRole, RoleChoice } from '#workflows/contracts/access.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { isUuid, type RoleId } from '#workflows/contracts/ids.ts'
import { grantsOf, ownRecordsOnly, PRESETS } from '#workflows/contracts/permissions.ts'
import type { TenantTx } from '../../tenant.ts'

export interface CustomRole {
  id: RoleId
  name: string
  grants: Grants
  version: number
  members: number
  /** Invitations that are still open. */
  invitations: number
}

interface RoleRow extends Omit<CustomRole, 'grants'> {
  grants: unknown
}

/** By name. */
export async function listRoles(trx: TenantTx): Promise<CustomRole[]> {
  const { rows } = await sql<RoleRow>`
    select r.id, r.name, r.grants, r.version,
      (select count(*)::int from memberships m
       where m.tenant_id = r.tenant_id and m.role_id = r.id) as members,
      (select count(*)::int from invitations i
       where i.tenant_id = r.tenant_id and i.role_id = r.id and i.state = 'pending') as invitations
    from roles r where r.tenant_id = ${trx.tenantId}
    order by lower(r.name), r.id`.execute(trx)
  return rows.map((row) => ({ ...row, grants: grantsOf(row.grants) }))
}

/** @throws AppError `not_found` for a role of nobody or of another tenant */
export async function getRole(trx: TenantTx, id: string): Promise<CustomRole> {
  const found = isUuid(id) ? (await listRoles(trx)).find((role) => role.id === id) : undefined
  if (!found) throw new AppError('not_found', 'This role does not exist.')
  return found
}

export interface NamedRole {
  role: MemberRole
  grants: Grants
}

/**
 * What a choice comes to.
 *
 * @throws AppError `not_found` for a role of nobody or of another tenant
 */
export async function resolveRole(
  trx: TenantTx,
  choice: RoleChoice,
  { ownOnly }: { ownOnly: boolean },
): Promise<NamedRole> {
  const narrow = (grants: Grants): Grants => (ownOnly ? ownRecordsOnly(grants) : grants)
  if (choice.type === 'preset') return { role: choice, grants: narrow(PRESETS[choice.preset]) }
  const { id, name, grants } = await getRole(trx, choice.id)
  return { role: { type: 'custom', id, name }, grants: narrow(grants) }
}
