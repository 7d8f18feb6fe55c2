/**
 * Keeping accounts of staff, for the worker. Whoever changes one holds all of them first: what was looked at, the
 * actor's own role included, is still so when the change is written.
 */
import { sql } from 'kysely'
import type { StaffRole } from '#workflows/contracts/access.ts'
import { newId, type StaffId } from '#workflows/contracts/ids.ts'
import { STAFF_INVITATION_MS } from '#workflows/contracts/staff/accounts.ts'
import { issueToken, revokeTokens } from '../single-use.ts'
import type { SystemTx } from '../system.ts'

const INVITATION = 'staff_invitation'
const lifetime = sql`make_interval(secs => ${STAFF_INVITATION_MS / 1_000})`

export interface StaffFacts {
  id: StaffId
  name: string
  email: string
  role: StaffRole
  /** Did not come yet. */
  isInvited: boolean
}

/** Until the end of this transaction nobody else changes an account of staff. @param trx of `portside_worker` */
export async function holdStaff(trx: SystemTx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('portside.staff', 0))`.execute(trx)
}

export async function findStaff(trx: SystemTx, id: StaffId): Promise<StaffFacts | undefined> {
  return trx
    .selectFrom('staff')
    .select((eb) => [
      ...(['id', 'name', 'email', 'role'] as const),
      eb('invited_until', 'is not', null).$castTo<boolean>().as('isInvited'),
    ])
    .where('id', '=', id)
    .executeTakeFirst()
}

/** @returns the link's token, which is nowhere else; null: the address has an account already */
export async function inviteStaff(
  trx: SystemTx,
  person: Omit<StaffFacts, 'id' | 'isInvited'>,
): Promise<string | null> {
  const id = newId<StaffId>()
  const { rows } = await sql<{ done: boolean }>`
    select app.invite_staff(${id}, ${person.email}, ${person.name}, ${person.role}, ${lifetime})
      as done`.execute(trx)
  return rows[0]?.done === true ? issueLink(trx, id) : null
}

/** @returns the new link's token; null: there is no invitation (any more) */
export async function renewStaffInvitation(trx: SystemTx, id: StaffId): Promise<string | null> {
  const { rows } = await sql<{ done: boolean }>`
    select app.renew_staff_invitation(${id}, ${lifetime}) as done`.execute(trx)
  if (rows[0]?.done !== true) return null
  await revokeTokens(trx, INVITATION, id)
  return issueLink(trx, id)
}

/**
 * Password, factor, recovery codes and sessions are gone; the link is like that of an invitation.
 *
 * @returns the link's token; null: there is no such account, or it is disabled
 */
export async function reopenStaff(trx: SystemTx, id: StaffId): Promise<string | null> {
  const { rows } = await sql<{ done: boolean }>`
    select app.reopen_staff(${id}, ${lifetime}) as done`.execute(trx)
  if (rows[0]?.done !== true) return null
  await removeStaffFactor(trx, id)
  await endSessionsOfStaff(trx, id, 'factor_reset')
  await revokeTokens(trx, INVITATION, id)
  return issueLink(trx, id)
}

const issueLink = (trx: SystemTx, id: StaffId): Promise<string> =>
  issueToken(trx, { purpose: INVITATION, subject: id, lifetimeMs: STAFF_INVITATION_MS })

/** @returns false when there is no invitation (any more) */
export async function withdrawStaffInvitation(trx: SystemTx, id: StaffId): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`
    select app.withdraw_staff_invitation(${id}) as done`.execute(trx)
  await revokeTokens(trx, INVITATION, id)
  return rows[0]?.done ?? false
}

export type StaffChange = 'changed' | 'unchanged' | 'unknown' | 'last_admin'

/** @param change what is left out stays as it is */
export async function changeStaff(
  trx: SystemTx,
  id: StaffId,
  { role = null, disabled = null }: { role?: StaffRole | null; disabled?: boolean | null },
): Promise<StaffChange> {
  const { rows } = await sql<{ outcome: StaffChange }>`
    select app.change_staff(${id}, ${role}, ${disabled}) as outcome`.execute(trx)
  return rows[0]?.outcome ?? 'unknown'
}

/** Sign-ins that are half done end as well. @returns how many sessions were alive */
export async function endSessionsOfStaff(
  trx: SystemTx,
  id: StaffId,
  reason: 'disabled' | 'factor_reset' | 'revoked',
): Promise<number> {
  await revokeTokens(trx, 'staff_sign_in_step', id)
  const { rows } = await sql<{ n: number }>`
    select app.end_sessions_of_staff(${id}, ${reason}) as n`.execute(trx)
  return rows[0]?.n ?? 0
}

/** Recovery codes go with it. @returns false when there was none */
export async function removeStaffFactor(trx: SystemTx, id: StaffId): Promise<boolean> {
  await revokeTokens(trx, 'staff_recovery_code', id)
  const { rows } = await sql<{ done: boolean }>`
    select app.remove_staff_factor(${id}) as done`.execute(trx)
  return rows[0]?.done ?? false
}
