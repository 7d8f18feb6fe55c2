/**
 * Runs that also find what is gone: which records an enumeration has seen, what it did not see, and who agreed where
 * that is more than a source loses by itself.
 */
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `alter table runs
       add column finds_deletions boolean not null default false,
       add column held integer,
       add column missing integer,
       add column approved_by text,
       drop constraint runs_state_check,
       add constraint runs_state_check check (state in
         ('running', 'completed', 'failed', 'cancelled', 'parked', 'awaiting_approval'))`,
    // Only while its run is open. Not a mark on the records: ten million rows are not written to learn of ten.
    `create table enumerated_records (
       run_id uuid not null,
       external_id text not null,
       primary key (run_id, external_id))`,
    'grant select, insert, delete on enumerated_records to portside_worker',
    // Tenants that hold records of a kind, and when each kind was last read in full.
    'create index record_owners_tenant on record_owners (connection_id, kind, tenant_id)',
    `create index runs_kind on runs (connection_id, kind, started_at desc) where lane = 'backfill'`,
  ]) {
    await sql.raw(statement).execute(db)
  }
}
