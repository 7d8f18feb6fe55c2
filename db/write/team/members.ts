/** What becomes of members: another role, own records only, out, and who owns the tenant. */
import { sql } from 'kysely'
import type { RoleChoice } from '#workflows/contracts/access.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import type { Member } from '../../read/members.ts'
import { resolveRole } from '../../read/team/roles.ts'
import { withSystem } from '../../system/system.ts'
import type { Database } from '../../client.ts'
import type { TenantTx } from '../../tenant.ts'
import { revokeInvitationsBy } from './invitations.ts'
import {
  isAdmin,
  isLastAdmin,
  lockTeam,
  lockTeamToManage,
  mayGrant,
  requireMember,
} from './lock-team.ts'
import { roleColumns, type RoleWish } from './role-wish.ts'

export const MEMBER_REFUSALS = [
  'last_admin',
  'beyond_own_rights',
  'is_owner',
  'not_admin',
  'not_owner',
] as const
export type MemberRefusal = (typeof MEMBER_REFUSALS)[number]

export interface MemberRef {
  personId: string
  version: number
}

export type Refused = { type: 'refused'; reason: MemberRefusal }
const refused = (reason: MemberRefusal): Refused => ({ type: 'refused', reason })

export type RoleChanged =
  | { type: 'changed'; before: Member; after: Pick<Member, 'role' | 'ownOnly'> }
  | { type: 'unchanged' }
  | Refused

/** @throws AppError `conflict`, `not_found`, `forbidden` */
export async function changeRole(
  trx: TenantTx,
  actorId: PersonId,
  { role, ownOnly, ...ref }: MemberRef & RoleWish,
): Promise<RoleChanged> {
  const team = await lockTeamToManage(trx, actorId)
  const before = requireMember(team, ref)
  const wanted = await resolveRole(trx, role, { ownOnly })
  if (isSameRole(before.role, role) && before.ownOnly === ownOnly) return { type: 'unchanged' }
  if (!mayGrant(team, before.grants, wanted.grants)) return refused('beyond_own_rights')
  const staysAdmin = role.type === 'preset' && role.preset === 'admin' && !ownOnly
  if (!staysAdmin && before.isOwner) return refused('is_owner')
  if (!staysAdmin && isLastAdmin(team, before)) return refused('last_admin')
  await trx
    .updateTable('memberships')
    .set({ ...roleColumns(role), own_only: ownOnly })
    .where('tenant_id', '=', trx.tenantId)
    .where('person_id', '=', before.personId)
    .execute()
  return { type: 'changed', before, after: { role: wanted.role, ownOnly } }
}

const isSameRole = (held: RoleChoice, wanted: RoleChoice): boolean =>
  held.type === 'preset'
    ? wanted.type === 'preset' && held.preset === wanted.preset
    : wanted.type === 'custom' && held.id === wanted.id

export type Removed = { type: 'removed'; member: Member; invitations: number } | Refused

/** With the invitations they sent. Their pages and streams of this tenant end with the commit. */
export async function removeMember(
  trx: TenantTx,
  actorId: PersonId,
  ref: MemberRef,
): Promise<Removed> {
  const team = await lockTeamToManage(trx, actorId)
  const member = requireMember(team, ref)
  if (!mayGrant(team, member.grants)) return refused('beyond_own_rights')
  if (member.isOwner) return refused('is_owner')
  if (isLastAdmin(team, member)) return refused('last_admin')
  const { invitations } = await dismiss(trx, member)
  await trx
    .insertInto('former_members')
    .values({ tenant_id: trx.tenantId, person_id: member.personId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return { type: 'removed', member, invitations }
}

/** By oneself; what one may come back to is up to those who stay. */
export async function leaveTenant(trx: TenantTx, actorId: PersonId): Promise<Removed> {
  const team = await lockTeam(trx, actorId)
  if (team.me.isOwner) return refused('is_owner')
  if (isLastAdmin(team, team.me)) return refused('last_admin')
  return { type: 'removed', member: team.me, ...(await dismiss(trx, team.me)) }
}

async function dismiss(trx: TenantTx, { personId }: Member): Promise<{ invitations: number }> {
  const invitations = await revokeInvitationsBy(trx, personId)
  await trx
    .deleteFrom('memberships')
    .where('tenant_id', '=', trx.tenantId)
    .where('person_id', '=', personId)
    .execute()
  return { invitations }
}

/**
 * After the commit of a removal, in a transaction of its own: the removed person's own requests hold their session
 * and may wait for the tenant. What it misses opens nothing, since they belong nowhere.
 */
export const endHomelessSessions = (db: Database, personId: PersonId): Promise<void> =>
  withSystem(db, async (trx) => {
    await sql`select app.end_homeless_sessions(${personId})`.execute(trx)
  })

export type Transferred = { type: 'transferred'; from: Member | null; to: Member } | Refused

/** By the owner; where a tenant has none yet, by any admin. */
export async function transferOwnership(
  trx: TenantTx,
  actorId: PersonId,
  ref: MemberRef,
): Promise<Transferred> {
  const team = await lockTeamToManage(trx, actorId)
  const owner = team.members.find(({ isOwner }) => isOwner) ?? null
  if (owner ? !team.me.isOwner : !isAdmin(team.me)) return refused('not_owner')
  const to = requireMember(team, ref)
  if (!isAdmin(to)) return refused('not_admin')
  if (to.isOwner) return refused('is_owner')
  // One after the other: there is never more than one.
  for (const [personId, isOwner] of [
    [owner?.personId, false],
    [to.personId, true],
  ] as const) {
    if (personId === undefined) continue
    await trx
      .updateTable('memberships')
      .set({ is_owner: isOwner })
      .where('tenant_id', '=', trx.tenantId)
      .where('person_id', '=', personId)
      .execute()
  }
  return { type: 'transferred', from: owner, to }
}
