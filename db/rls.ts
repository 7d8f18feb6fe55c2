/** Refuses to run with a role that row level security would not bind: one wrong DSN would open every tenant. */
import { AppError } from '#workflows/contracts/errors.ts'
import type { Database } from './client.ts'

interface RoleFacts {
  name: string
  superuser: boolean
  bypasses: boolean
  owns: boolean
  member: boolean
}

// `session_user` counts as well: RESET ROLE would turn back into it.
const ROLE_FACTS = `
  with owners as (
    select distinct c.relowner as oid from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f')
      and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
  ), strong as (
    select oid from pg_roles where rolsuper or rolbypassrls union select oid from owners
  )
  select r.rolname as name, r.rolsuper as superuser, r.rolbypassrls as bypasses,
    exists (select 1 from owners where owners.oid = r.oid) as owns,
    exists (select 1 from strong s where s.oid <> r.oid and pg_has_role(r.oid, s.oid, 'member')) as member
  from pg_roles r where r.rolname in (current_user, session_user)`

/**
 * Probes the real pool of a process at its start.
 *
 * @throws AppError `config` that names the role and what is wrong with it, never the DSN
 * @example await assertBoundRole(db)
 */
export async function assertBoundRole(db: Database): Promise<void> {
  const { rows } = await db.pool.query<RoleFacts>(ROLE_FACTS)
  const faults = rows.flatMap(faultsOf)
  if (faults.length > 0 || rows.length === 0) {
    throw new AppError(
      'config',
      `Refusing to start: ${faults.join('; ')}. Use the DSN of portside_app, portside_worker or portside_staff.`,
    )
  }
}

function faultsOf(role: RoleFacts): string[] {
  const faults = [
    role.superuser && 'is a superuser',
    role.bypasses && 'bypasses row level security',
    role.owns && 'owns tables',
    !role.superuser && role.member && 'is a member of a role that owns tables or bypasses policies',
  ]
  return faults.filter((fault) => fault !== false).map((fault) => `the role ${role.name} ${fault}`)
}
