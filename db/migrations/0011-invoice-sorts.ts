/**
 * Sorting invoices by number and by date of issue when the source tells neither: without a number they come first,
 * without a date of issue that of creation stands in, so that a page by keyset still meets every row.
 */
import { sql, type Kysely } from 'kysely'

const SHOWN = `where deleted_at is null and state <> 'draft'`

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    'drop index invoices_by_issued_at',
    'drop index invoices_by_number',
    `create index invoices_by_issued on invoices
     (tenant_id, (case when issued_at is null then created_at else issued_at end), id) ${SHOWN}`,
    `create index invoices_by_number on invoices
     (tenant_id, (case when number is null then '' else number end), id) ${SHOWN}`,
  ]) {
    await sql.raw(statement).execute(db)
  }
}
