/**
 * Runs that compare and write no record: how many differ from their source, and which, until somebody has them
 * repaired or it is too long ago to be true.
 */
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `alter table runs
       add column lacking integer not null default 0,
       add column differing integer not null default 0,
       add column repaired_at timestamptz,
       add column repaired_by text,
       drop constraint runs_lane_check,
       add constraint runs_lane_check check (lane in ('backfill', 'poll', 'replay', 'reconcile'))`,
    `alter table checkpoints
       drop constraint checkpoints_lane_check,
       add constraint checkpoints_lane_check check (lane in ('backfill', 'poll', 'reconcile'))`,
    `create table run_differences (
       run_id uuid not null references runs (id),
       external_id text not null,
       tenant_id uuid not null references tenants (id),
       difference text not null check (difference in ('lacking', 'differing', 'elsewhere', 'extra')),
       version bigint not null,
       changes jsonb not null default '{}',
       found_at timestamptz not null default now(),
       primary key (run_id, external_id))`,
    'create index run_differences_age on run_differences (found_at)',
    'grant select, insert, delete on run_differences to portside_worker',
    'grant select on run_differences to portside_staff',
  ]) {
    await sql.raw(statement).execute(db)
  }
}
