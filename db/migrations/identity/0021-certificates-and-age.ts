/**
 * How old a sign-in at an identity provider may be, where a tenant asks; and what the worker asks to warn of its
 * certificates that run out: whose they are, and whom to tell.
 */
import { sql, type Kysely } from 'kysely'
import { createLookup, PIN } from '../parts/lookup-function.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Of OpenID Connect only, where a provider has to say when somebody signed in.
  await sql`
    alter table identity_providers add column max_age_minutes integer
      check (max_age_minutes is null or (kind = 'oidc' and max_age_minutes between 1 and 43200))`.execute(
    db,
  )
  await createLookup(db, {
    signature: 'app.saml_certificates(uuid, integer)',
    definition: `
      create function app.saml_certificates(p_after uuid, p_limit integer)
      returns table (tenant_id uuid, slug text, tenant_name text, id uuid, name text, certificates jsonb)
      language sql stable ${PIN}
      as $$
        select t.id, t.slug, t.name, i.id, i.name, i.certificates
        from identity_providers i join tenants t on t.id = i.tenant_id and t.state = 'active'
        where i.kind = 'saml' and i.state = 'active' and (p_after is null or i.id > p_after)
        order by i.id limit p_limit
      $$`,
    grantTo: ['portside_worker'],
  })
  // No more of the members than whom the mail goes to.
  await createLookup(db, {
    signature: 'app.tenant_admins()',
    definition: `
      create function app.tenant_admins()
      returns table (name text, email text)
      language sql stable ${PIN}
      as $$
        select p.name, p.email
        from memberships m join people p on p.id = m.person_id and p.disabled_at is null
        where m.tenant_id = (select app.tenant_id()) and m.role = 'admin'
        order by p.email
      $$`,
    grantTo: ['portside_worker'],
  })
  // As its owner, whose rights the migrating role does not inherit.
  await sql`set local role portside_lookup`.execute(db)
  await sql`grant execute on function app.mark_used(text, bytea, interval) to portside_worker`.execute(
    db,
  )
  await sql`reset role`.execute(db)
}
