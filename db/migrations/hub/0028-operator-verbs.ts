/**
 * What the operator stops and starts: a connection is paused by somebody, at a time and for a reason; a run may be
 * paused with it, and knows why it was started.
 */
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    'alter table connections add column paused_at timestamptz, add column paused_by text',
    'grant select (paused_at, paused_by) on connections to portside_staff',
    `alter table runs
       add column started_because text,
       drop constraint runs_state_check,
       add constraint runs_state_check check (state in
         ('running', 'completed', 'failed', 'cancelled', 'parked', 'paused', 'awaiting_approval'))`,
  ]) {
    await sql.raw(statement).execute(db)
  }
}
