/**
 * What the pace of the hub stands on. An inbox row is written three times (stored, claimed, settled): bodies lie beside
 * the rows, so that a claim rewrites 300 bytes and not a whole event, and pages keep room for it, so that no index is
 * touched. And how often a source may be asked, where the operator knows better than the connector.
 */
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table inbox set (fillfactor = 50, toast_tuple_target = 128)`.execute(db)
  // Where PostgreSQL was built with it: packing a body costs a tenth of what the older way does.
  await sql
    .raw(
      `do $$ begin
        if exists (select 1 from pg_settings where name = 'default_toast_compression' and 'lz4' = any(enumvals)) then
          alter table inbox alter column body set compression lz4;
        end if;
      end $$`,
    )
    .execute(db)
  await sql`
    alter table connections add column requests_per_second integer
      check (requests_per_second between 1 and 10000)`.execute(db)
}
