/** People of staff: looking through a member's eyes. */
import type { Kysely } from 'kysely'
import { createViews } from './staff/views.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await createViews(db)
}
