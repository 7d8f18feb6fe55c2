/**
 * What staff do with accounts of staff. Nobody does it to their own, and the last administrator stays one. Names and
 * addresses of somebody new are sealed: Temporal carries none.
 */
import type { StaffRole } from '../access.ts'
import type { StaffId } from '../ids.ts'

export const STAFF_INVITATION_MS = 7 * 86_400_000

/** Longer names are no names; as the console's form says. */
export const MAX_STAFF_NAME = 200

export type StaffAccountCommand =
  /** `sealed`: an `Invitee`, for the id of the command. */
  | { type: 'staff_invite'; role: StaffRole; sealed: string }
  /** A new link; the one before no longer works. */
  | { type: 'staff_resend'; staffId: StaffId }
  | { type: 'staff_withdraw'; staffId: StaffId }
  | { type: 'staff_role'; staffId: StaffId; role: StaffRole }
  | { type: 'staff_disable'; staffId: StaffId }
  | { type: 'staff_enable'; staffId: StaffId }
  /** They set one up anew at their next sign-in. */
  | { type: 'staff_reset_factor'; staffId: StaffId }
  | { type: 'staff_end_sessions'; staffId: StaffId }

export interface Invitee {
  name: string
  /** In lower case. */
  email: string
}

/** Field that an `Invitee` is sealed for. */
export const INVITEE_FIELD = 'staff_invitee'

export interface StaffAccountDone {
  type: 'staff_done'
  /** Whom it was done to, as they were called then. */
  name: string
  /** The role before, where it is another one now. */
  from: StaffRole | null
  /** Sessions that were alive and are not any more. */
  ended: number
}

export const STAFF_ACCOUNT_REFUSALS = [
  'own_account',
  'last_admin',
  'unknown_staff',
  'email_taken',
  /** The invitation was accepted or withdrawn meanwhile. */
  'no_invitation',
  /** It is as it should become already. */
  'unchanged',
] as const
