/**
 * Invitations into a tenant. What a person becomes is always what the row says, never what the link or the form
 * says; a link is a token used once, and there is one per open invitation.
 */
import { sql, type RawBuilder } from 'kysely'
import type { RoleChoice, RolePreset } from '#workflows/contracts/access.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import {
  isUuid,
  newId,
  type InvitationId,
  type PersonId,
  type RoleId,
} from '#workflows/contracts/ids.ts'
import { listMembers } from '../../read/members.ts'
import { resolveRole } from '../../read/team/roles.ts'
import { issueToken, revokeTokens } from '../../system/single-use.ts'
import type { TenantTx } from '../../tenant.ts'
import { joinTeam } from './join.ts'
import { holdTeam, lockTeamToManage, mayGrant } from './lock-team.ts'
import { roleColumns, type RoleWish } from './role-wish.ts'

export const INVITATION_LIFETIME_MS = 7 * 86_400_000
/** Open at a time; a tenant that needs more has single sign-on. */
const MAX_OPEN = 500

export type InviteResult =
  /** With the link's token, which is nowhere else. */
  | {
      type: 'invited'
      id: InvitationId
      email: string
      token: string
      wish: RoleWish
      roleName: string
    }
  | { type: 'refused'; email: string; reason: 'member' | 'invited' | 'beyond_own_rights' | 'full' }

/** @throws AppError `forbidden`, `not_found` for a role of another tenant */
export async function invite(
  trx: TenantTx,
  actorId: PersonId,
  people: readonly (RoleWish & { email: string })[],
): Promise<InviteResult[]> {
  const team = await lockTeamToManage(trx, actorId)
  const members = new Set(team.members.map(({ email }) => email))
  const open = await openByEmail(trx)
  const results: InviteResult[] = []
  for (const { email, ...wish } of people) {
    const held = open.get(email)
    const named = await resolveRole(trx, wish.role, wish)
    const reason = members.has(email)
      ? 'member'
      : held?.expired === false
        ? 'invited'
        : !mayGrant(team, named.grants)
          ? 'beyond_own_rights'
          : open.size >= MAX_OPEN
            ? 'full'
            : null
    if (reason !== null) {
      results.push({ type: 'refused', email, reason })
      continue
    }
    // An old one that has run out makes room.
    if (held) await endInvitation(trx, held.id, 'revoked')
    const id = newId<InvitationId>()
    await insertInvitation(trx, { id, email, actorId, ...wish })
    open.set(email, { id, expired: false })
    const token = await issueFor(trx, id)
    const roleName = named.role.type === 'custom' ? named.role.name : named.role.preset
    results.push({ type: 'invited', id, email, token, wish, roleName })
  }
  return results
}

async function openByEmail(
  trx: TenantTx,
): Promise<Map<string, { id: InvitationId; expired: boolean }>> {
  const rows = await trx
    .selectFrom('invitations')
    .select(['id', 'email', sql<boolean>`expires_at <= now()`.as('expired')])
    .where('tenant_id', '=', trx.tenantId)
    .where('state', '=', 'pending')
    .execute()
  return new Map(rows.map(({ email, id, expired }) => [email, { id, expired }]))
}

async function insertInvitation(
  trx: TenantTx,
  given: RoleWish & { id: InvitationId; email: string; actorId: PersonId },
): Promise<void> {
  await trx
    .insertInto('invitations')
    .values({
      tenant_id: trx.tenantId,
      id: given.id,
      email: given.email,
      ...roleColumns(given.role),
      own_only: given.ownOnly,
      invited_by: given.actorId,
      expires_at: expiry(),
    })
    .execute()
}

/** By the clock that also ends it. */
const expiry = (): RawBuilder<Date> =>
  sql`now() + make_interval(secs => ${INVITATION_LIFETIME_MS / 1_000})`

const issueFor = (trx: TenantTx, id: InvitationId): Promise<string> =>
  issueToken(trx, {
    purpose: 'invitation',
    subject: id,
    payload: { tenantId: trx.tenantId },
    lifetimeMs: INVITATION_LIFETIME_MS,
  })

export interface OpenInvitation {
  id: InvitationId
  email: string
  role: RoleChoice
  ownOnly: boolean
  invitedBy: PersonId
  expired: boolean
}

/** @throws AppError `not_found` for one of another tenant */
export async function getInvitation(
  trx: TenantTx,
  id: string,
): Promise<OpenInvitation & { state: string }> {
  const row = isUuid(id)
    ? await trx
        .selectFrom('invitations')
        .select(['id', 'email', 'role', 'role_id', 'own_only', 'state', 'invited_by'])
        .select(sql<boolean>`expires_at <= now()`.as('expired'))
        .where('tenant_id', '=', trx.tenantId)
        .where('id', '=', id as InvitationId)
        .forUpdate()
        .executeTakeFirst()
    : undefined
  if (!row) throw new AppError('not_found', 'This invitation does not exist.')
  const { role, role_id, own_only, invited_by, ...rest } = row
  return { ...rest, role: choiceOf(role, role_id), ownOnly: own_only, invitedBy: invited_by }
}

function choiceOf(role: RolePreset | null, id: RoleId | null): RoleChoice {
  if (id !== null) return { type: 'custom', id }
  // An ended one may have lost its role with it; nobody becomes anything by it.
  return { type: 'preset', preset: role ?? 'requester' }
}

export type InvitationChanged =
  | { type: 'changed'; id: InvitationId; email: string; token: string | null }
  | { type: 'refused'; reason: 'not_open' | 'beyond_own_rights' }

/** A new link for seven more days; the one that was sent before is dead. */
export async function resendInvitation(
  trx: TenantTx,
  actorId: PersonId,
  id: string,
): Promise<InvitationChanged> {
  const held = await takeToChange(trx, actorId, id)
  if (held.type === 'refused') return held
  const { invitation } = held
  await revokeTokens(trx, 'invitation', invitation.id)
  await trx
    .updateTable('invitations')
    .set({ sent_at: sql<Date>`now()`, expires_at: expiry(), invited_by: actorId })
    .where('tenant_id', '=', trx.tenantId)
    .where('id', '=', invitation.id)
    .execute()
  const token = await issueFor(trx, invitation.id)
  return { type: 'changed', id: invitation.id, email: invitation.email, token }
}

export async function revokeInvitation(
  trx: TenantTx,
  actorId: PersonId,
  id: string,
): Promise<InvitationChanged> {
  const held = await takeToChange(trx, actorId, id)
  if (held.type === 'refused') return held
  const { invitation } = held
  await endInvitation(trx, invitation.id, 'revoked')
  return { type: 'changed', id: invitation.id, email: invitation.email, token: null }
}

async function takeToChange(
  trx: TenantTx,
  actorId: PersonId,
  id: string,
): Promise<
  { type: 'held'; invitation: OpenInvitation } | (InvitationChanged & { type: 'refused' })
> {
  const team = await lockTeamToManage(trx, actorId)
  const invitation = await getInvitation(trx, id)
  if (invitation.state !== 'pending') return { type: 'refused', reason: 'not_open' }
  const { grants } = await resolveRole(trx, invitation.role, invitation)
  if (!mayGrant(team, grants)) return { type: 'refused', reason: 'beyond_own_rights' }
  return { type: 'held', invitation }
}

export async function endInvitation(
  trx: TenantTx,
  id: InvitationId,
  state: 'accepted' | 'revoked',
): Promise<void> {
  await revokeTokens(trx, 'invitation', id)
  await trx
    .updateTable('invitations')
    .set({ state, ended_at: sql<Date>`now()` })
    .where('tenant_id', '=', trx.tenantId)
    .where('id', '=', id)
    .execute()
}

/** All that somebody has sent and nobody has accepted. @returns how many */
export async function revokeInvitationsBy(trx: TenantTx, personId: PersonId): Promise<number> {
  const rows = await trx
    .selectFrom('invitations')
    .select('id')
    .where('tenant_id', '=', trx.tenantId)
    .where('invited_by', '=', personId)
    .where('state', '=', 'pending')
    .execute()
  for (const { id } of rows) await endInvitation(trx, id, 'revoked')
  return rows.length
}

export type Joined = { type: 'joined'; role: RoleChoice; ownOnly: boolean } | { type: 'gone' }

/**
 * Makes a person a member as the invitation says. The caller has proved that the address is theirs: by the token, or
 * by an identity provider that speaks for its domain.
 */
export async function joinByInvitation(
  trx: TenantTx,
  { id, personId }: { id: string; personId: PersonId },
): Promise<Joined> {
  await holdTeam(trx)
  const invitation = await getInvitation(trx, id).catch(() => null)
  if (invitation?.state !== 'pending' || invitation.expired) return { type: 'gone' }
  const inviter = (await listMembers(trx)).find((each) => each.personId === invitation.invitedBy)
  if (!inviter) return { type: 'gone' }
  await endInvitation(trx, invitation.id, 'accepted')
  const { role, ownOnly, email } = invitation
  await joinTeam(trx, { personId, email, role, ownOnly })
  return { type: 'joined', role, ownOnly }
}
