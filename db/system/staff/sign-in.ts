/**
 * Sign-in and sessions of staff. Passwords are looked up by the app role, sessions are made and read by the staff
 * role: neither of the two pools can sign anybody in without the other.
 */
import type { StaffRole } from '#workflows/contracts/access.ts'
import type { StaffId } from '#workflows/contracts/ids.ts'
import type { Database } from '../../client.ts'

export interface StaffAccount {
  staffId: StaffId
  /** Null: no password was ever set. */
  passwordHash: string | null
}

/**
 * Null for an unknown or disabled account: the caller must do the same work for both answers.
 *
 * @param app a Database of `portside_app`
 */
export async function findStaffSignIn(app: Database, email: string): Promise<StaffAccount | null> {
  const { rows } = await app.pool.query<StaffAccount>(
    'select staff_id as "staffId", password_hash as "passwordHash" from app.find_staff_sign_in($1)',
    [email.replaceAll('\0', '')],
  )
  return rows[0] ?? null
}

export interface NewStaffSession {
  /** SHA-256 of the session id; the id itself is never stored. */
  idHash: Buffer
  staffId: StaffId
  /** Milliseconds until its absolute end, whatever is done with it. */
  lifetimeMs: number
  address: string | null
  userAgent: string | null
}

/** @param staff a Database of `portside_staff`, as for all that follows */
export async function startStaffSession(staff: Database, session: NewStaffSession): Promise<void> {
  await staff.pool.query(
    'select app.start_staff_session($1, $2, now() + make_interval(secs => $3), $4, $5)',
    [
      session.idHash,
      session.staffId,
      session.lifetimeMs / 1_000,
      session.address,
      session.userAgent?.replaceAll('\0', '') ?? null,
    ],
  )
}

/** @returns false when it had ended before, or never was */
export async function endStaffSession(
  staff: Database,
  idHash: Buffer,
  reason: string,
): Promise<boolean> {
  const { rows } = await staff.pool.query<{ ended: boolean }>(
    'select app.end_staff_session($1, $2) as ended',
    [idHash, reason],
  )
  return rows[0]?.ended ?? false
}

export interface AuthenticatedStaff {
  id: StaffId
  email: string
  name: string
  role: StaffRole
}

/** Null when there is no such session, it ended or ran out, or its owner was disabled. */
export async function authenticateStaff(
  staff: Database,
  asked: { idHash: Buffer; active: boolean },
): Promise<AuthenticatedStaff | null> {
  const { rows } = await staff.pool.query<AuthenticatedStaff>(
    'select staff_id as id, email, name, role from app.authenticate_staff($1, $2)',
    [asked.idHash, asked.active],
  )
  return rows[0] ?? null
}
