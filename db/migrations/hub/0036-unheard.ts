/**
 * Whether a source's webhooks still reach us: how many polls in a row were the first to tell of a change, since when,
 * and the moment from which nobody doubts it any more. The operator is told of it once.
 */
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `alter table connections
       add column polls_ahead integer not null default 0,
       add column polls_ahead_since timestamptz,
       add column unheard_since timestamptz`,
    'grant select (unheard_since) on connections to portside_staff',
    `alter table operator_alerts
       drop constraint operator_alerts_kind_check,
       add constraint operator_alerts_kind_check check (kind in
         ('connection_parked', 'webhooks_unheard'))`,
  ]) {
    await sql.raw(statement).execute(db)
  }
}
