/**
 * When a row was claimed. A claim that is older than the database's last start may have been lost with its connection,
 * whatever the row does to workers: it is no sign of a crash.
 */
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table inbox add column claimed_at timestamptz`.execute(db)
}
