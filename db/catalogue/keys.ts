/**
 * Keys between tenant tables carry the tenant on both sides, and unique and other indexes lead with it: a
 * single-column key lets a row attach to another tenant's parent, a global unique reveals that a value exists.
 */
import { TENANT_COLUMN, UNIQUE_ACROSS_TENANTS } from '../classification.ts'
import { type CatalogueRule, type Finding, OUR_SCHEMAS } from './finding.ts'

interface ForeignKey {
  name: string
  child: string
  parent: string
  child_columns: string[]
  parent_columns: string[]
}

const COLUMNS_OF = (key: string, relation: string): string => `
  array(select a.attname::text from unnest(k.${key}) with ordinality as u (number, at)
        join pg_attribute a on a.attrelid = k.${relation} and a.attnum = u.number order by u.at)`
const FOREIGN_KEYS = `
  select k.conname as name, k.conrelid::regclass::text as short,
    n.nspname || '.' || c.relname as child, fn.nspname || '.' || fc.relname as parent,
    ${COLUMNS_OF('conkey', 'conrelid')} as child_columns,
    ${COLUMNS_OF('confkey', 'confrelid')} as parent_columns
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_class fc on fc.oid = k.confrelid join pg_namespace fn on fn.oid = fc.relnamespace
  where k.contype = 'f' and ${OUR_SCHEMAS} order by 1`

export const checkForeignKeys: CatalogueRule = async (client, classification) => {
  const { rows } = await client.query<ForeignKey>(FOREIGN_KEYS)
  return rows.flatMap((key): Finding[] => {
    const both = [key.child, key.parent].every((name) => classification[name] === 'tenant')
    const at = key.child_columns.indexOf(columnOf(key.child))
    if (!both || (at >= 0 && key.parent_columns[at] === columnOf(key.parent))) return []
    return [{ rule: 'foreign key', object: key.name, message: 'does not carry the tenant' }]
  })
}

interface Index {
  relation: string
  name: string
  first: string | null
}

const INDEXES = `
  select n.nspname || '.' || c.relname as relation, i.relname as name, a.attname as first
  from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
  join pg_namespace n on n.oid = c.relnamespace
  left join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
  where ${OUR_SCHEMAS} order by 1, 2`

/** The reverse direction of memberships, "which tenants has this person", is asked by definer functions only. */
const OTHER_LEADS = ['memberships_person', ...UNIQUE_ACROSS_TENANTS]

export const checkIndexes: CatalogueRule = async (client, classification) => {
  const { rows } = await client.query<Index>(INDEXES)
  return rows.flatMap((index): Finding[] => {
    const isTenant = classification[index.relation] === 'tenant'
    const leads = index.first === columnOf(index.relation)
    if (!isTenant || leads || OTHER_LEADS.includes(index.name)) return []
    return [{ rule: 'index', object: index.name, message: 'does not lead with the tenant' }]
  })
}

const columnOf = (relation: string): string => TENANT_COLUMN[relation] ?? 'tenant_id'
