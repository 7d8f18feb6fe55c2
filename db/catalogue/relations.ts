/** Every relation is classified, and every tenant table is under FORCE row level security (T01, T02). */
import { type CatalogueRule, type Finding, OUR_SCHEMAS } from './finding.ts'

interface Relation {
  name: string
  kind: string
  enabled: boolean
  forced: boolean
  partition: boolean
}

const RELATIONS = `
  select n.nspname || '.' || c.relname as name, c.relkind as kind, c.relrowsecurity as enabled,
    c.relforcerowsecurity as forced, c.relispartition as partition
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and ${OUR_SCHEMAS} order by 1`

export const checkRelations: CatalogueRule = async (client, classification) => {
  const { rows } = await client.query<Relation>(RELATIONS)
  const findings: Finding[] = []
  const report = (rule: string, object: string, message: string): void => {
    findings.push({ rule, object, message })
  }
  for (const relation of rows) {
    const kind = classification[relation.name]
    if (kind === undefined) {
      report('classified', relation.name, 'is not listed in db/classification.ts')
    } else if (kind === 'tenant' && 'rp'.includes(relation.kind)) {
      if (!relation.enabled) report('row security', relation.name, 'has row level security off')
      else if (!relation.forced)
        report('row security', relation.name, 'does not FORCE it on its owner')
    } else if (relation.kind === 'f') {
      report('foreign table', relation.name, 'has no policies of its own')
    }
  }
  const there = new Set(rows.map((relation) => relation.name))
  for (const name of Object.keys(classification)) {
    if (!there.has(name)) report('classified', name, 'is listed but does not exist')
  }
  return findings
}
