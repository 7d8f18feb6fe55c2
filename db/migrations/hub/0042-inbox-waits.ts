/**
 * How long (ms) an event waited before its last try, so that the next wait is twice as long. Half of its age would be
 * a quarter of an hour for an event that waited its turn in a backlog and met a single failure.
 */
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table inbox add column waited_ms integer`.execute(db)
}
