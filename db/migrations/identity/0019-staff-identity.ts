/** People of staff: their second factor, and looking through a member's eyes. */
import type { Kysely } from 'kysely'
import { createStaffFactors } from './staff/factors.ts'
import { createViews } from './staff/views.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await createViews(db)
  await createStaffFactors(db)
}
