/**
 * The state of the database before a probe, and the way back to it: a probe that changes something, as it may, must not
 * decide what the next one finds. Covers all relations of tenants and people; the hub's own are not written here.
 */
import type pg from 'pg'
import { CLASSIFICATION } from '#db/classification.ts'
import { isUuid } from '#workflows/contracts/ids.ts'
import { tenantColumnOf, tenantTables } from './fill-tenant.ts'

export interface Snapshot {
  /** Puts every row back. @returns the checksum of this tenant's rows as they were found */
  restore(tenantId: string): Promise<string>
  /** One checksum over all rows of a tenant in all its tables. */
  checksumOf(tenantId: string): Promise<string>
}

const KEPT = Object.entries(CLASSIFICATION).flatMap(([name, kind]) =>
  kind === 'system' ? [] : [name],
)

export async function takeSnapshot(sql: pg.Pool): Promise<Snapshot> {
  await sql.query(NOTES)
  const steps = new Map<string, string>()
  for (const table of KEPT) {
    const copy = `probe_snapshot.${table.replace('.', '_')}`
    await sql.query(`create table ${copy} as table ${table}`)
    await sql.query(
      `create trigger probe_snapshot after insert or update or delete on ${table}
       for each statement execute function probe_snapshot.note('${table}')`,
    )
    const columns = await plainColumns(sql, table)
    steps.set(
      table,
      `delete from ${table};
       insert into ${table} (${columns}) overriding system value select ${columns} from ${copy}`,
    )
  }
  /** Of tenants, while nothing has been written since. */
  const sums = new Map<string, string>()
  const checksumOf = async (tenantId: string): Promise<string> => {
    const { rowCount } = await sql.query('select from probe_snapshot.written limit 1')
    if (rowCount !== 0) return sumIn(await sql.query(checksumQuery(tenantId)))
    const sum = sums.get(tenantId) ?? sumIn(await sql.query(checksumQuery(tenantId)))
    sums.set(tenantId, sum)
    return sum
  }
  return {
    checksumOf,
    async restore(tenantId) {
      const found = await checksumOf(tenantId)
      await putBack(sql, steps, sums)
      return found
    },
  }
}

/** Most probes write nothing, and hundreds of statements would put back what is there; so each write leaves a note. */
const NOTES = `
  create schema probe_snapshot;
  create table probe_snapshot.written (name text not null);
  create function probe_snapshot.note() returns trigger language plpgsql security definer
    set search_path = pg_catalog as $$
    begin
      insert into probe_snapshot.written values (tg_argv[0]);
      return null;
    end $$`

async function putBack(
  sql: pg.Pool,
  steps: ReadonlyMap<string, string>,
  sums: Map<string, string>,
): Promise<void> {
  const client = await sql.connect()
  try {
    await client.query('begin')
    // Notes of later writes are kept for the next time.
    const { rows } = await client.query<{ name: string }>(
      'delete from probe_snapshot.written returning name',
    )
    const written = [...new Set(rows.map(({ name }) => steps.get(name) ?? ''))]
    if (written.length > 0) {
      sums.clear()
      // As a replica: foreign keys and triggers watch changes, and this is none.
      await client.query(['set local session_replication_role = replica', ...written].join(';\n'))
    }
    await client.query('commit')
  } finally {
    client.release()
  }
}

function sumIn(answer: unknown): string {
  const { rows } = answer as { rows: { sum: string }[] }
  return rows[0]?.sum ?? ''
}

/** Without parameters, which a message of several statements cannot have. */
function checksumQuery(tenantId: string): string {
  if (!isUuid(tenantId)) throw new Error('this is no id of a tenant')
  const sums = tenantTables.map(
    (table) =>
      `select '${table}' as name, md5(coalesce(string_agg(md5(r::text), ',' order by md5(r::text)), '')) as sum
       from ${table} r where ${tenantColumnOf(table)} = '${tenantId}'`,
  )
  return `select md5(string_agg(name || sum, ',' order by name)) as sum from (${sums.join(' union all ')}) as tables`
}

async function plainColumns(sql: pg.Pool, table: string): Promise<string> {
  const { rows } = await sql.query<{ columns: string }>(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  )
  return rows[0]?.columns ?? ''
}
