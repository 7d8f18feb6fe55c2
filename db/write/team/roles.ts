/** Roles of a tenant's own: made, changed and taken away by somebody who has what they hold. */
import { sql } from 'kysely'
import type { Grants, RoleChoice } from '#workflows/contracts/access.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { newId, type PersonId, type RoleId } from '#workflows/contracts/ids.ts'
import { getRole, listRoles, resolveRole, type CustomRole } from '../../read/team/roles.ts'
import type { TenantTx } from '../../tenant.ts'
import { lockTeamToManage, mayGrant, type Team } from './lock-team.ts'
import { roleColumns } from './role-wish.ts'

export const ROLE_REFUSALS = ['beyond_own_rights', 'name_taken', 'empty', 'in_use', 'full'] as const
export type RoleRefusal = (typeof ROLE_REFUSALS)[number]
export type RoleRefused = { type: 'refused'; reason: RoleRefusal }
const refused = (reason: RoleRefusal): RoleRefused => ({ type: 'refused', reason })

/** More than anybody can tell apart. */
const MAX_ROLES = 100

export interface RoleDraft {
  name: string
  grants: Grants
}

export type RoleSaved =
  | { type: 'saved'; id: RoleId; before: CustomRole | null; after: RoleDraft }
  | { type: 'unchanged'; id: RoleId }
  | RoleRefused

/** @throws AppError `forbidden` when the right was lost meanwhile */
export async function createRole(
  trx: TenantTx,
  actorId: PersonId,
  draft: RoleDraft,
): Promise<RoleSaved> {
  const team = await lockTeamToManage(trx, actorId)
  const roles = await listRoles(trx)
  if (roles.length >= MAX_ROLES) return refused('full')
  const reason = reasonAgainst(team, { draft, others: roles })
  if (reason) return refused(reason)
  const id = newId<RoleId>()
  await trx
    .insertInto('roles')
    .values({ tenant_id: trx.tenantId, id, name: draft.name, grants: JSON.stringify(draft.grants) })
    .execute()
  return { type: 'saved', id, before: null, after: draft }
}

/** @throws AppError `not_found`, `conflict`, `forbidden` */
export async function updateRole(
  trx: TenantTx,
  actorId: PersonId,
  { id, version, ...draft }: RoleDraft & { id: string; version: number },
): Promise<RoleSaved> {
  const team = await lockTeamToManage(trx, actorId)
  const before = await getRole(trx, id)
  if (before.version !== version) {
    throw new AppError('conflict', 'Somebody else changed this meanwhile.')
  }
  const isSame = before.name === draft.name && canonical(before.grants) === canonical(draft.grants)
  if (isSame) return { type: 'unchanged', id: before.id }
  const others = (await listRoles(trx)).filter((role) => role.id !== before.id)
  const reason = reasonAgainst(team, { draft, others })
  if (reason) return refused(reason)
  if (!mayGrant(team, before.grants)) return refused('beyond_own_rights')
  await trx
    .updateTable('roles')
    .set({ name: draft.name, grants: JSON.stringify(draft.grants), updated_at: sql<Date>`now()` })
    .where('tenant_id', '=', trx.tenantId)
    .where('id', '=', before.id)
    .execute()
  return { type: 'saved', id: before.id, before, after: draft }
}

const canonical = (grants: Grants): string =>
  JSON.stringify(
    Object.entries(grants)
      .map(([module, grant]) => [module, Object.entries(grant).toSorted()] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )

function reasonAgainst(
  team: Team,
  { draft, others }: { draft: RoleDraft; others: readonly CustomRole[] },
): RoleRefusal | null {
  if (Object.keys(draft.grants).length === 0) return 'empty'
  const name = draft.name.toLowerCase()
  if (others.some((role) => role.name.toLowerCase() === name)) return 'name_taken'
  return mayGrant(team, draft.grants) ? null : 'beyond_own_rights'
}

export type RoleRemoved =
  { type: 'removed'; role: CustomRole; replacement: string | null; moved: number } | RoleRefused

/**
 * Only when nobody has it, or with another role for those who do and for who is invited with it.
 *
 * @param nameOf what the replacement is called in the audit log
 * @throws AppError `not_found`, `conflict`, `forbidden`
 */
export async function removeRole(
  trx: TenantTx,
  actorId: PersonId,
  wish: {
    id: string
    version: number
    replacement: RoleChoice | null
  },
): Promise<RoleRemoved> {
  const team = await lockTeamToManage(trx, actorId)
  const role = await getRole(trx, wish.id)
  if (role.version !== wish.version) {
    throw new AppError('conflict', 'Somebody else changed this meanwhile.')
  }
  if (!mayGrant(team, role.grants)) return refused('beyond_own_rights')
  const moved = role.members + role.invitations
  const to = wish.replacement
  const isUsed = moved > 0
  if (isUsed && (to === null || (to.type === 'custom' && to.id === role.id))) {
    return refused('in_use')
  }
  const named = to && isUsed ? await resolveRole(trx, to, { ownOnly: false }) : null
  if (named && !mayGrant(team, named.grants)) return refused('beyond_own_rights')
  if (to && isUsed) await moveHolders(trx, role.id, to)
  await trx
    .updateTable('invitations')
    .set({ role_id: null })
    .where('tenant_id', '=', trx.tenantId)
    .where('role_id', '=', role.id)
    .where('state', '<>', 'pending')
    .execute()
  await trx
    .deleteFrom('roles')
    .where('tenant_id', '=', trx.tenantId)
    .where('id', '=', role.id)
    .execute()
  const replacement =
    named === null ? null : named.role.type === 'custom' ? named.role.name : named.role.preset
  return { type: 'removed', role, replacement, moved }
}

async function moveHolders(trx: TenantTx, id: RoleId, to: RoleChoice): Promise<void> {
  await trx
    .updateTable('memberships')
    .set(roleColumns(to))
    .where('tenant_id', '=', trx.tenantId)
    .where('role_id', '=', id)
    .execute()
  await trx
    .updateTable('invitations')
    .set(roleColumns(to))
    .where('tenant_id', '=', trx.tenantId)
    .where('role_id', '=', id)
    .where('state', '=', 'pending')
    .execute()
}
