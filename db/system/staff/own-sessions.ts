/** The sessions of one person of staff, as they see and end them: always out of one that is alive. */
import type { Database } from '../../client.ts'

export interface OwnStaffSession {
  /** Names it; opens nothing. */
  handle: string
  createdAt: Date
  seenAt: Date
  address: string | null
  userAgent: string | null
  isCurrent: boolean
}

/** The current one first, then the one used last. @param staff a Database of `portside_staff` */
export async function listOwnStaffSessions(
  staff: Database,
  session: Buffer,
): Promise<OwnStaffSession[]> {
  const { rows } = await staff.pool.query<OwnStaffSession>(
    `select handle, created_at as "createdAt", seen_at as "seenAt", address,
       user_agent as "userAgent", is_current as "isCurrent"
     from app.own_staff_sessions($1)`,
    [session],
  )
  return rows
}

/**
 * The own one stays: that is ended by signing out.
 *
 * @param handle one of them; null: all others
 * @returns how many ended
 */
export async function endOwnStaffSessions(
  staff: Database,
  session: Buffer,
  handle: string | null,
): Promise<number> {
  const { rows } = await staff.pool.query<{ n: number }>(
    'select app.end_own_staff_sessions($1, $2) as n',
    [session, handle],
  )
  return rows[0]?.n ?? 0
}
