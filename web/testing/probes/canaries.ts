/**
 * A word that must never be seen, planted in every text of a tenant's rows. What a constraint refuses (states, codes,
 * keys) stays as it is; the caller gets the list of what was planted.
 */
import type pg from 'pg'
import { tenantColumnOf, tenantTables } from './fill-tenant.ts'

/** Parts of addresses and requests: with a word in it nobody would find the tenant. */
const LEFT_ALONE: ReadonlySet<string> = new Set(['public.tenants.slug', 'public.tenants.time_zone'])
/** SQLSTATE classes: a constraint, a trigger, a value that is too long or no value of the type. */
const REFUSED = /^(?:23|22|P0|42)/

const PLANT: Readonly<Record<string, (column: string) => string>> = {
  text: (column) => `${column} || ' ' || $2`,
  citext: (column) => `${column} || ' ' || $2`,
  'text[]': (column) => `array_append(${column}, $2)`,
  jsonb: (column) =>
    `case when jsonb_typeof(${column}) = 'object' then ${column} || jsonb_build_object('note', $2::text) else ${column} end`,
}

export interface Planting {
  tenantId: string
  word: string
  /** Only these types of columns; rows that pages read must keep the shape of their JSON. */
  types?: readonly string[]
  /** Only these tables. */
  tables?: readonly string[]
}

/** @returns names of the columns that hold the word now, e.g. `public.orders.title` */
export async function plant(sql: pg.Pool, planting: Planting): Promise<string[]> {
  const { tenantId, word, types = Object.keys(PLANT), tables = tenantTables } = planting
  const planted: string[] = []
  for (const table of tables) {
    for (const { name, type } of await textColumns(sql, table)) {
      const value = types.includes(type) ? PLANT[type]?.(name) : undefined
      if (value === undefined || LEFT_ALONE.has(`${table}.${name}`)) continue
      const { rowCount } = await sql
        .query(
          `update ${table} set ${name} = ${value} where ${tenantColumnOf(table)} = $1 and ${name} is not null`,
          [tenantId, word],
        )
        .catch((error: unknown) => ignoreRefusal(error))
      if ((rowCount ?? 0) > 0) planted.push(`${table}.${name}`)
    }
  }
  return planted
}

function ignoreRefusal(error: unknown): { rowCount: number } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (!REFUSED.test(code)) throw error
  return { rowCount: 0 }
}

async function textColumns(sql: pg.Pool, table: string): Promise<{ name: string; type: string }[]> {
  const { rows } = await sql.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, null) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  )
  return rows
}
