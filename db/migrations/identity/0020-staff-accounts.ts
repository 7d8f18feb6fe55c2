/** Accounts of staff as staff keep them themselves: invited, changed, disabled, and seen by their owners. */
import type { Kysely } from 'kysely'
import { createStaffAccounts } from './staff/accounts.ts'
import { createStaffJoining } from './staff/joining.ts'
import { createOwnStaffSessions } from './staff/own-sessions.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await createStaffAccounts(db)
  await createStaffJoining(db)
  await createOwnStaffSessions(db)
}
