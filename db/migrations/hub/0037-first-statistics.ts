/**
 * Statistics of tables that are being filled for the first time. Until PostgreSQL has looked at a table, all indexes
 * of an empty one cost the same; a session that once planned the check of a foreign key, or the function of the intake,
 * by the wrong one goes through all rows of the tenant for each row it writes, until the autovacuum comes by. So the
 * worker may have a table looked at that nobody has yet. Before PostgreSQL 17 that right cannot be given, and the
 * autovacuum is waited for.
 */
import { sql, type Kysely } from 'kysely'
import { createLookup, PIN } from '../parts/lookup-function.ts'

const TABLES = [
  ...['inbox', 'record_owners'],
  ...[
    'billing_customers',
    'companies',
    'contacts',
    'emails',
    'calls',
    'meetings',
    'orders',
    'projects',
  ],
  ...['invoices', 'payments', 'credit_notes', 'subscriptions', 'payment_methods'],
]

export async function up(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ version: number }>`
    select current_setting('server_version_num')::integer as version`.execute(db)
  if ((rows[0]?.version ?? 0) >= 170_000) {
    await sql.raw(`grant maintain on ${TABLES.join(', ')} to portside_lookup`).execute(db)
  }
  await createLookup(db, {
    signature: 'app.gather_first_statistics(text)',
    definition: `
      create function app.gather_first_statistics(p_table text) returns boolean language plpgsql ${PIN}
      as $$
      begin
        if p_table <> all ('{${TABLES.join(',')}}') then
          raise exception 'not a table that is filled by sources: %', p_table;
        end if;
        if (select reltuples < 100 from pg_class where oid = format('public.%I', p_table)::regclass) then
          execute format('analyze public.%I', p_table);
        end if;
        return (select reltuples >= 100 from pg_class where oid = format('public.%I', p_table)::regclass);
      end $$`,
    grantTo: ['portside_worker'],
  })
}
