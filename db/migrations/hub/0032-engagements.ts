/**
 * E-mails, calls and meetings with people of a customer. They refer to companies and contacts by external id and
 * without foreign keys, since either may arrive later; a tombstone has none of their words.
 */
import { sql, type Kysely } from 'kysely'
import { MIRROR_COLUMNS } from '../parts/mirror-columns.ts'
import { secureTenantTable } from '../parts/tenant-table.ts'

const COMMON = `
  company_external_id text,
  at timestamptz,
  title text,
  people jsonb not null default '[]',
  contact_external_ids text[] not null default '{}'`

const DIRECTION = `direction text check (direction in ('in', 'out'))`
const STATE = `state text check (state in ('planned', 'held', 'moved', 'missed', 'cancelled'))`

const TABLES = {
  emails: `${COMMON}, ${DIRECTION}, body text`,
  calls: `${COMMON}, ${DIRECTION}, ${STATE}, duration_ms bigint`,
  meetings: `${COMMON}, ${STATE}, ends_at timestamptz, location text`,
}

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [table, columns] of Object.entries(TABLES)) {
    const statements = [
      `create table ${table} (${columns}, ${MIRROR_COLUMNS})`,
      // The timeline goes by time, newest first.
      `create index ${table}_at on ${table} (tenant_id, at, id) where deleted_at is null`,
      `create index ${table}_company on ${table} (tenant_id, connection_id, company_external_id)
       where deleted_at is null`,
    ]
    for (const statement of statements) await sql.raw(statement).execute(db)
    await secureTenantTable(db, table, {
      app: ['select'],
      worker: ['select', 'insert', 'update', 'delete'],
    })
  }
}
