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
  await sql.query('create schema probe_snapshot')
  const steps: string[] = []
  for (const table of KEPT) {
    const copy = `probe_snapshot.${table.replace('.', '_')}`
    await sql.query(`create table ${copy} as table ${table}`)
    const columns = await plainColumns(sql, table)
    steps.push(
      `delete from ${table}`,
      `insert into ${table} (${columns}) overriding system value select ${columns} from ${copy}`,
    )
  }
  // As a replica: foreign keys and triggers watch changes, and this is none.
  const back = ['begin', 'set local session_replication_role = replica', ...steps, 'commit']
  return {
    async restore(tenantId) {
      // Several statements in one message: the answer to the first of them is the checksum.
      const answers: unknown = await sql.query([checksumQuery(tenantId), ...back].join(';\n'))
      return sumIn(Array.isArray(answers) ? answers[0] : null)
    },
    async checksumOf(tenantId) {
      return sumIn(await sql.query(checksumQuery(tenantId)))
    },
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
