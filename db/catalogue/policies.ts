/** Policies say exactly "the tenant's column is the tenant of the transaction", for named roles, for all four verbs. */
import { CROSS_TENANT_READS, TENANT_COLUMN } from '../classification.ts'
import { type CatalogueRule, type Finding, OUR_SCHEMAS } from './finding.ts'

interface Policy {
  relation: string
  name: string
  verb: string
  permissive: boolean
  roles: string[]
  using: string | null
  check: string | null
  enabled: boolean
}

const POLICIES = `
  select n.nspname || '.' || c.relname as relation, p.polname as name, p.polcmd as verb,
    p.polpermissive as permissive, pg_get_expr(p.polqual, p.polrelid) as using,
    pg_get_expr(p.polwithcheck, p.polrelid) as check, c.relrowsecurity as enabled,
    array(select case when role = 0 then 'public' else role::regrole::text end from unnest(p.polroles) role) as roles
  from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
  where ${OUR_SCHEMAS} order by 1, 2`

const VERBS = { r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE' } as const

export const checkPolicies: CatalogueRule = async (client, classification) => {
  const { rows } = await client.query<Policy>(POLICIES)
  const findings: Finding[] = []
  const bound = new Map<string, Set<string>>()
  for (const policy of rows) {
    const isTenant = classification[policy.relation] === 'tenant'
    const object = `${policy.relation}: ${policy.name}`
    if (!isTenant && !policy.enabled) {
      findings.push({
        rule: 'policy',
        object,
        message: 'is a policy on a table with row security off',
      })
    } else if (isTenantPolicy(policy)) {
      const verbs = bound.get(policy.relation) ?? new Set()
      bound.set(policy.relation, verbs.add(policy.verb))
    } else if (!isCrossTenantRead(policy)) {
      findings.push({
        rule: 'policy',
        object,
        message: 'lets rows through that are not the tenant’s',
      })
    }
  }
  for (const [relation, kind] of Object.entries(classification)) {
    if (kind !== 'tenant' || !(await isTable(client, relation))) continue
    for (const [verb, word] of Object.entries(VERBS)) {
      if (bound.get(relation)?.has(verb)) continue
      findings.push({
        rule: 'policy',
        object: relation,
        message: `has no tenant policy for ${word}`,
      })
    }
  }
  return findings
}

/** The wrapped helper: called once per statement, never once per row. */
function isTenantPolicy(policy: Policy): boolean {
  const column = TENANT_COLUMN[policy.relation] ?? 'tenant_id'
  const wanted = `(${column} = ( SELECT app.tenant_id() AS tenant_id))`
  const needsUsing = policy.verb !== 'a'
  const needsCheck = policy.verb === 'a' || policy.verb === 'w'
  return (
    policy.permissive &&
    policy.verb !== '*' &&
    !policy.roles.includes('public') &&
    policy.using === (needsUsing ? wanted : null) &&
    policy.check === (needsCheck ? wanted : null)
  )
}

function isCrossTenantRead(policy: Policy): boolean {
  const listed = (role: string): boolean =>
    CROSS_TENANT_READS[role]?.includes(policy.relation) ?? false
  return policy.verb === 'r' && policy.using === 'true' && policy.roles.every(listed)
}

async function isTable(client: Parameters<CatalogueRule>[0], relation: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `select exists (select 1 from pg_class where oid = to_regclass($1) and relkind in ('r', 'p')) as found`,
    [relation],
  )
  return rows[0]?.found ?? false
}
