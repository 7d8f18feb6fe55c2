/**
 * Changes of a team happen one after the other: whoever makes one holds the tenant's row, and reads who is who only
 * then. So two admins can never take each other's rights at once, and nobody acts on rights they have just lost.
 */
import type { Grants } from '#workflows/contracts/access.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import type { PersonId } from '#workflows/contracts/ids.ts'
import { can, covers } from '#workflows/contracts/permissions.ts'
import { listMembers, type Member } from '../../read/members.ts'
import type { TenantTx } from '../../tenant.ts'

export interface Team {
  members: readonly Member[]
  me: Member
}

/** Until the end of the transaction nobody else changes who belongs to the tenant, and as what. */
export async function holdTeam(trx: TenantTx): Promise<void> {
  await trx
    .selectFrom('tenants')
    .select('id')
    .where('id', '=', trx.tenantId)
    .forNoKeyUpdate()
    .execute()
}

/** @throws AppError `not_found` when `actorId` is no member any more */
export async function lockTeam(trx: TenantTx, actorId: PersonId): Promise<Team> {
  await holdTeam(trx)
  // A statement of its own: it sees what was committed while the lock was waited for.
  const members = await listMembers(trx)
  const me = members.find(({ personId }) => personId === actorId)
  if (!me) throw new AppError('not_found', 'This does not exist.')
  return { members, me }
}

/** @throws AppError `forbidden` when the right was lost while the lock was waited for */
export async function lockTeamToManage(trx: TenantTx, actorId: PersonId): Promise<Team> {
  const team = await lockTeam(trx, actorId)
  if (!can(team.me.grants, { module: 'team', action: 'manage' })) {
    throw new AppError('forbidden', 'Your role does not include this.')
  }
  return team
}

/** @throws AppError `not_found` for somebody of another tenant, `conflict` when they were changed meanwhile */
export function requireMember(
  { members }: Team,
  asked: { personId: string; version: number },
): Member {
  const member = members.find(({ personId }) => personId === asked.personId)
  if (!member) throw new AppError('not_found', 'This does not exist.')
  if (member.version !== asked.version) {
    throw new AppError('conflict', 'Somebody else changed this meanwhile.')
  }
  return member
}

export const isAdmin = ({ role, ownOnly, isActive }: Member): boolean =>
  role.type === 'preset' && role.preset === 'admin' && !ownOnly && isActive

/** Whether nobody but this member could give rights in this tenant. */
export const isLastAdmin = ({ members }: Team, member: Member): boolean =>
  isAdmin(member) && members.filter(isAdmin).length === 1

/** Nobody gives, takes or changes rights that reach further than their own. */
export const mayGrant = ({ me }: Team, ...grants: readonly Grants[]): boolean =>
  grants.every((each) => covers(me.grants, each))
