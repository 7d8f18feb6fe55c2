/** Lookups that answer for the current tenant only, over tables the app role cannot read itself. */
import type { Kysely } from 'kysely'
import { createLookup } from '../parts/lookup-function.ts'

const PIN = 'security definer set search_path = pg_catalog, public, pg_temp'

export async function up(db: Kysely<unknown>): Promise<void> {
  // People are global; of them a tenant sees its own members, by name and address.
  await createLookup(db, {
    signature: 'app.tenant_members()',
    definition: `
      create function app.tenant_members()
      returns table (person_id uuid, email text, name text, role text, member_since timestamptz, active boolean)
      language sql stable ${PIN}
      as $$
        select m.person_id, p.email, p.name, m.role, m.created_at, p.disabled_at is null
        from memberships m join people p on p.id = m.person_id
        where m.tenant_id = (select app.tenant_id())
      $$`,
    grantTo: ['portside_app'],
  })
}
