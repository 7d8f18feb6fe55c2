/** What process roles must not hold: table-wide verbs, partitions reached directly, system tables for the app (T17, T18). */
import { APP_OUTSIDE_TENANTS } from '../classification.ts'
import { type CatalogueRule, type Finding, OUR_SCHEMAS, PROCESS_ROLES } from './finding.ts'

interface Privilege {
  relation: string
  role: string
  partition: boolean
  sweeping: boolean
  any: boolean
}

const PRIVILEGES = `
  select n.nspname || '.' || c.relname as relation, role.name as role, c.relispartition as partition,
    has_table_privilege(role.name, c.oid, 'truncate, references, trigger') as sweeping,
    has_any_column_privilege(role.name, c.oid, 'select, insert, update')
      or has_table_privilege(role.name, c.oid, 'delete') as any
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  cross join unnest($1::text[]) as role (name)
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and ${OUR_SCHEMAS} order by 1, 2`

export const checkPrivileges: CatalogueRule = async (client, classification) => {
  const { rows } = await client.query<Privilege>(PRIVILEGES, [PROCESS_ROLES])
  const findings: Finding[] = []
  for (const { relation, role, ...held } of rows) {
    const object = `${relation}: ${role}`
    const report = (message: string): void => {
      findings.push({ rule: 'privilege', object, message })
    }
    if (held.sweeping) report('holds TRUNCATE, REFERENCES or TRIGGER')
    if (held.partition && held.any) report('reaches a partition directly')
    const outside = classification[relation] === 'system' || classification[relation] === 'global'
    if (role === 'portside_app' && outside && held.any && !APP_OUTSIDE_TENANTS.includes(relation)) {
      report('reaches a table outside tenants without a definer function')
    }
  }
  return findings
}
