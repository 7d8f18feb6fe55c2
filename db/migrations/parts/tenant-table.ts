/**
 * What makes a table a tenant table: FORCE row level security, one policy per verb that calls the tenant helper
 * once per statement (wrapped in a sub-select: 500,000 rows cost 33 ms instead of 770), and explicit grants.
 */
import { sql, type Kysely } from 'kysely'

type Verb = 'select' | 'insert' | 'update' | 'delete'
export interface TenantTableRights {
  /** Column that holds the tenant; `id` only for the tenants table itself. */
  column?: 'tenant_id' | 'id'
  app: readonly Verb[]
  worker: readonly Verb[]
  /** Definer functions may read it across tenants; the catalogue check holds a written list of these. */
  lookup?: boolean
}

const ROLES = 'portside_owner, portside_app, portside_worker'

export async function secureTenantTable(
  db: Kysely<unknown>,
  table: string,
  rights: TenantTableRights,
): Promise<void> {
  const belongs = `${rights.column ?? 'tenant_id'} = (select app.tenant_id())`
  const statements = [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy tenant_select on ${table} for select to ${ROLES} using (${belongs})`,
    `create policy tenant_insert on ${table} for insert to ${ROLES} with check (${belongs})`,
    `create policy tenant_update on ${table} for update to ${ROLES} using (${belongs}) with check (${belongs})`,
    `create policy tenant_delete on ${table} for delete to ${ROLES} using (${belongs})`,
    `create policy staff_select on ${table} for select to portside_staff using (true)`,
    `grant select on ${table} to portside_staff`,
    `grant ${rights.app.join(', ')} on ${table} to portside_app`,
    `grant ${rights.worker.join(', ')} on ${table} to portside_worker`,
  ]
  if (rights.lookup) {
    statements.push(
      `create policy lookup_select on ${table} for select to portside_lookup using (true)`,
      `grant select on ${table} to portside_lookup`,
    )
  }
  for (const statement of statements) await sql.raw(statement).execute(db)
}
