/** Views and functions: nothing that a process can reach runs with rights that policies do not bind (T15, T16). */
import { type CatalogueRule, OUR_SCHEMAS, PROCESS_ROLES } from './finding.ts'

interface View {
  name: string
  kind: string
  strong: boolean
  invoker: boolean
  reachable: boolean
}

const REACHABLE = PROCESS_ROLES.map(
  (role) => `has_any_column_privilege('${role}', c.oid, 'select')`,
).join(' or ')
const VIEWS = `
  select n.nspname || '.' || c.relname as name, c.relkind as kind, (r.rolsuper or r.rolbypassrls) as strong,
    coalesce('security_invoker=true' = any(c.reloptions), false) as invoker, (${REACHABLE}) as reachable
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner
  where c.relkind in ('v', 'm') and ${OUR_SCHEMAS} order by 1`

export const checkViews: CatalogueRule = async (client) => {
  const { rows } = await client.query<View>(VIEWS)
  return rows.flatMap((view) => {
    const message = !view.reachable
      ? undefined
      : view.kind === 'm'
        ? 'is a materialized view within reach of a process: no policy binds it'
        : view.strong
          ? 'is a view of a role that bypasses policies'
          : view.invoker
            ? undefined
            : 'is a view that reads with the rights of its owner (security_invoker is off)'
    return message === undefined ? [] : [{ rule: 'view', object: view.name, message }]
  })
}

interface DatabaseFunction {
  name: string
  definer: boolean
  strong: boolean
  owner: string
  pinned: boolean
  open: boolean
}

const FUNCTIONS = `
  select p.oid::regprocedure::text as name, p.prosecdef as definer, (r.rolsuper or r.rolbypassrls) as strong,
    r.rolname as owner,
    coalesce((select bool_or(setting like 'search_path=%') from unnest(p.proconfig) setting), false) as pinned,
    exists (select 1 from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) where grantee = 0) as open
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles r on r.oid = p.proowner
  where ${OUR_SCHEMAS}
    and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by 1`

export const checkFunctions: CatalogueRule = async (client) => {
  const { rows } = await client.query<DatabaseFunction>(FUNCTIONS)
  return rows.flatMap((found) => {
    const message = found.strong
      ? 'belongs to a role that bypasses policies'
      : found.open && found.definer
        ? 'is a definer function that PUBLIC may execute'
        : found.definer && found.owner !== 'portside_lookup'
          ? 'is a definer function of another role than portside_lookup'
          : found.definer && !found.pinned
            ? 'is a definer function without a search_path of its own'
            : undefined
    return message === undefined ? [] : [{ rule: 'function', object: found.name, message }]
  })
}
