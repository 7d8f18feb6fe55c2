/**
 * At least one row of a tenant in every tenant table, made from what the catalogue says of its columns: a table that is
 * added tomorrow holds something to leak, too. What the catalogue cannot tell is in OVERRIDES.
 */
import type pg from 'pg'
import { CLASSIFICATION, TENANT_COLUMN } from '#db/classification.ts'

interface Column {
  name: string
  type: string
  isNeeded: boolean
  /** The first value that a check constraint lists. */
  listed: string | null
}

interface Reference {
  columns: string[]
  table: string
  foreign: string[]
}

/** SQL of a value, where neither type nor constraints tell what is taken. */
const OVERRIDES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'public.roles': { grants: `'{"orders":{"view":"own"}}'` },
}

const BY_TYPE: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  text: `'planted'`,
  citext: `'planted'`,
  jsonb: `'{}'`,
  bytea: `'\\x00'`,
  integer: '1',
  bigint: '1',
  smallint: '1',
  numeric: '1',
  'double precision': '1',
  boolean: 'false',
  date: 'now()',
  'timestamp with time zone': 'now()',
  'text[]': `'{}'`,
  'uuid[]': `'{}'`,
}

export const tenantTables: readonly string[] = Object.entries(CLASSIFICATION).flatMap(
  ([name, kind]) => (kind === 'tenant' ? [name] : []),
)

export const tenantColumnOf = (table: string): string => TENANT_COLUMN[table] ?? 'tenant_id'

/** @throws Error naming the tables that got no row, each with what the database said */
export async function fillTenant(sql: pg.Pool, tenantId: string): Promise<void> {
  let empty = await emptyTables(sql, tenantId)
  const said = new Map<string, string>()
  // A table may need a row of one that comes later.
  for (let before = Infinity; empty.length > 0 && empty.length < before;) {
    before = empty.length
    for (const table of empty) {
      await insertRow(sql, table, tenantId).catch((error: unknown) =>
        said.set(table, String(error)),
      )
    }
    empty = await emptyTables(sql, tenantId)
  }
  if (empty.length === 0) return
  const reasons = empty.map((table) => `${table}: ${said.get(table) ?? 'nothing was inserted'}`)
  throw new Error(`No row could be made, see OVERRIDES of fill-tenant.ts:\n${reasons.join('\n')}`)
}

async function emptyTables(sql: pg.Pool, tenantId: string): Promise<string[]> {
  const empty: string[] = []
  for (const table of tenantTables) {
    const { rowCount } = await sql.query(
      `select from ${table} where ${tenantColumnOf(table)} = $1 limit 1`,
      [tenantId],
    )
    if (rowCount === 0) empty.push(table)
  }
  return empty
}

async function insertRow(sql: pg.Pool, table: string, tenantId: string): Promise<void> {
  const columns = (await columnsOf(sql, table)).filter(({ isNeeded }) => isNeeded)
  const references = await referencesOf(sql, table)
  const from: string[] = []
  const values = columns.map(({ name, type, listed }) => {
    if (name === tenantColumnOf(table)) return '$1::uuid'
    const override = OVERRIDES[table]?.[name]
    if (override !== undefined) return override
    const index = references.findIndex((reference) => reference.columns.includes(name))
    const reference = references[index]
    if (!reference) return listed === null ? (BY_TYPE[type] ?? 'null') : `'${listed}'`
    const alias = `r${String(index)}`
    const source = parentOf(reference, alias)
    if (!from.includes(source)) from.push(source)
    return `${alias}.${reference.foreign[reference.columns.indexOf(name)] ?? name}`
  })
  const names = columns.map(({ name }) => name)
  await sql.query(
    `insert into ${table} (${names.join(', ')}) select ${values.join(', ')}
     from ${[...from, '(select $1::uuid) as tenant (id)'].join(' cross join ')}`,
    [tenantId],
  )
}

/** A row to hang on: of the same tenant, a member of it, or any of the hub's. */
function parentOf({ table }: Reference, alias: string): string {
  if (CLASSIFICATION[table] === 'tenant') {
    return `(select * from ${table} where ${tenantColumnOf(table)} = $1 limit 1) as ${alias}`
  }
  if (table === 'public.people') {
    return `(select * from people where id in (select person_id from memberships where tenant_id = $1) limit 1) as ${alias}`
  }
  return `(select * from ${table} limit 1) as ${alias}`
}

async function columnsOf(sql: pg.Pool, table: string): Promise<Column[]> {
  const { rows } = await sql.query<Column>(
    `select a.attname as name, format_type(a.atttypid, null) as type,
       a.attnotnull and not a.atthasdef and a.attidentity = '' and a.attgenerated = '' as "isNeeded",
       (select substring(pg_get_constraintdef(c.oid) from '''([^'']+)''::text') from pg_constraint c
        where c.conrelid = a.attrelid and c.contype = 'c' and c.conkey = array[a.attnum]
          and pg_get_constraintdef(c.oid) like '%= ANY%' limit 1) as listed
     from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
     order by a.attnum`,
    [table],
  )
  return rows
}

async function referencesOf(sql: pg.Pool, table: string): Promise<Reference[]> {
  const { rows } = await sql.query<Reference>(
    `select n.nspname || '.' || f.relname as table,
       (select array_agg(a.attname::text order by k.place) from unnest(c.conkey) with ordinality k (num, place)
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.num) as columns,
       (select array_agg(a.attname::text order by k.place) from unnest(c.confkey) with ordinality k (num, place)
        join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.num) as foreign
     from pg_constraint c join pg_class f on f.oid = c.confrelid join pg_namespace n on n.oid = f.relnamespace
     where c.conrelid = $1::regclass and c.contype = 'f'`,
    [table],
  )
  return rows
}
