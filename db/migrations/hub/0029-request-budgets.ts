/** What all processes of the hub together may ask of one source: when the next request is due, and when none is. */
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Small pages stay half empty: the row is written several times a second and should stay where it is.
  await sql`
    create table request_budgets (
      connection_id uuid primary key references connections (id) on delete cascade,
      next_at timestamptz not null,
      next_backfill_at timestamptz not null,
      held_until timestamptz not null default 'epoch'
    ) with (fillfactor = 50)`.execute(db)
  await sql`grant select, insert, update on request_budgets to portside_worker`.execute(db)
  await sql`grant select on request_budgets to portside_staff`.execute(db)
}
