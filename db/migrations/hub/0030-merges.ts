/**
 * What upstream objects have become: two companies or contacts that were merged are one from then on, and whatever
 * still names the other one finds it. Over all tenants, as their owners are: ids only, and nothing a page reads.
 */
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    // Chains are collapsed when they are written: a winner is never a loser.
    `create table record_aliases (
      connection_id uuid not null references connections (id),
      kind text not null,
      external_id text not null,
      winner_external_id text not null,
      merged_at timestamptz not null default now(),
      primary key (connection_id, kind, external_id),
      check (external_id <> winner_external_id))`,
    `create index record_aliases_winner on record_aliases (connection_id, kind, winner_external_id)`,
    'grant select, insert, update on record_aliases to portside_worker',
    'grant select on record_aliases to portside_lookup, portside_staff',
  ]) {
    await sql.raw(statement).execute(db)
  }
}
