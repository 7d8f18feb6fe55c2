/** Who is invited to the console, and how they come: the link is used up, and a password is theirs. */
import { sql } from 'kysely'
import type { StaffRole } from '#workflows/contracts/access.ts'
import type { StaffId } from '#workflows/contracts/ids.ts'
import { consumeToken, peekToken } from '../single-use.ts'
import type { SystemTx } from '../system.ts'

const INVITATION = 'staff_invitation'

export interface InvitedStaff {
  id: StaffId
  email: string
  name: string
  role: StaffRole
}

/** Null for a link that opens nothing, whatever the reason. @param trx of `portside_app`, as for what follows */
export async function findInvitedStaff(trx: SystemTx, token: string): Promise<InvitedStaff | null> {
  const open = await peekToken(trx, INVITATION, token)
  return open && invitedOf(trx, open.subject as StaffId)
}

async function invitedOf(trx: SystemTx, id: StaffId): Promise<InvitedStaff | null> {
  const { rows } = await sql<Omit<InvitedStaff, 'id'>>`
    select * from app.find_invited_staff(${id})`.execute(trx)
  const [row] = rows
  return row ? { id, ...row } : null
}

/** Of any number of tries at once, one gets the account's id; all others get null and leave nothing behind. */
export async function joinStaff(
  trx: SystemTx,
  token: string,
  passwordHash: string,
): Promise<StaffId | null> {
  const used = await consumeToken(trx, INVITATION, token)
  if (!used) return null
  const id = used.subject as StaffId
  const { rows } = await sql<{ done: boolean }>`
    select app.join_staff(${id}, ${passwordHash}) as done`.execute(trx)
  return rows[0]?.done === true ? id : null
}
