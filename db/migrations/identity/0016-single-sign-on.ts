/**
 * Single sign-on: identity providers and proven domains of a tenant, and who a person is to a provider. What precedes
 * a tenant (which provider is asked, whose identity came back) is answered by definer functions.
 */
import { sql, type Kysely } from 'kysely'
import { createLookup, PIN } from '../parts/lookup-function.ts'
import { secureTenantTable } from '../parts/tenant-table.ts'

const PRESETS = `('admin', 'billing', 'project', 'requester', 'auditor')`

export async function up(db: Kysely<unknown>): Promise<void> {
  await createProviders(db)
  await createDomains(db)
  await createIdentities(db)
  await createDoorLookups(db)
  await createIdentityLookups(db)
  await createAnswers(db)
}

async function createProviders(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `
    create table identity_providers (
      tenant_id uuid not null references tenants (id),
      id uuid not null unique,
      kind text not null check (kind in ('oidc', 'saml')),
      name text not null check (length(name) between 1 and 80),
      state text not null default 'draft' check (state in ('draft', 'active', 'disabled')),
      version integer not null default 1,
      issuer text not null check (length(issuer) between 1 and 2000),
      client_id text,
      client_secret text,
      sso_url text,
      metadata_url text,
      certificates jsonb not null default '[]' check (jsonb_typeof(certificates) = 'array'),
      groups_name text,
      default_role text not null default 'requester' check (default_role in ${PRESETS}),
      group_roles jsonb not null default '[]' check (jsonb_typeof(group_roles) = 'array'),
      tested_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      primary key (tenant_id, id),
      check ((kind = 'oidc') = (client_id is not null)),
      check ((kind = 'saml') = (sso_url is not null))
    )`,
    )
    .execute(db)
  await secureTenantTable(db, 'identity_providers', {
    app: ['select', 'insert', 'update', 'delete'],
    worker: ['select'],
    lookup: true,
  })
}

async function createDomains(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table tenant_domains (
      tenant_id uuid not null references tenants (id),
      id uuid not null,
      domain text not null check (domain = lower(domain) and length(domain) between 3 and 253),
      proof text not null,
      proven_at timestamptz,
      checked_at timestamptz,
      missing_since timestamptz,
      created_at timestamptz not null default now(),
      primary key (tenant_id, id),
      unique (tenant_id, domain)
    )`.execute(db)
  // Whose it is must be one: only who controls the name in DNS can learn from it that somebody else was first.
  await sql`
    create unique index tenant_domains_proven on tenant_domains (domain) where proven_at is not null`.execute(
    db,
  )
  await secureTenantTable(db, 'tenant_domains', {
    app: ['select', 'insert', 'update', 'delete'],
    worker: ['select'],
    lookup: true,
  })
}

async function createIdentities(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table identities (
      provider_id uuid not null,
      issuer text not null,
      subject text not null,
      tenant_id uuid not null,
      person_id uuid references people (id) on delete set null,
      created_at timestamptz not null default now(),
      used_at timestamptz not null default now(),
      primary key (provider_id, issuer, subject)
    )`.execute(db)
  await sql`create index identities_person on identities (person_id)`.execute(db)
  await sql`grant select, insert, update, delete on identities to portside_lookup`.execute(db)
  await sql`grant select (id, email, name, disabled_at), insert (id, email, name) on people to portside_lookup`.execute(
    db,
  )
}

/** Which tenant a provider belongs to, and where a domain or a tenant's name leads. */
async function createDoorLookups(db: Kysely<unknown>): Promise<void> {
  await createLookup(db, {
    signature: 'app.sso_tenant(uuid)',
    definition: `
      create function app.sso_tenant(p_id uuid)
      returns table (tenant_id uuid, slug text, name text)
      language sql stable ${PIN}
      as $$
        select t.id, t.slug, t.name
        from identity_providers i join tenants t on t.id = i.tenant_id and t.state = 'active'
        where i.id = p_id
      $$`,
    grantTo: ['portside_app'],
  })
  await createLookup(db, {
    signature: 'app.sso_doors(text, text)',
    definition: `
      create function app.sso_doors(p_domain text, p_slug text)
      returns table (id uuid, name text, tenant_slug text, tenant_name text)
      language sql stable ${PIN}
      as $$
        select i.id, i.name, t.slug, t.name
        from tenants t join identity_providers i on i.tenant_id = t.id and i.state = 'active'
        where t.state = 'active' and (t.slug = p_slug or exists (
          select 1 from tenant_domains d
          where d.tenant_id = t.id and d.domain = p_domain and d.proven_at is not null))
        order by i.name, i.id
      $$`,
    grantTo: ['portside_app'],
  })
}

async function createIdentityLookups(db: Kysely<unknown>): Promise<void> {
  // Whom an identity is linked to, else who has the address.
  await createLookup(db, {
    signature: 'app.sso_person(uuid, text, text, text)',
    definition: `
      create function app.sso_person(p_provider uuid, p_issuer text, p_subject text, p_email text)
      returns table (
        known boolean, person_id uuid, email text, name text, active boolean, member boolean)
      language sql stable ${PIN}
      as $$
        select linked.subject is not null, p.id, p.email, p.name, p.disabled_at is null,
          exists (select 1 from memberships m
                  where m.tenant_id = (select app.tenant_id()) and m.person_id = p.id)
        from (select 1) one
        left join identities linked on linked.provider_id = p_provider and linked.issuer = p_issuer
          and linked.subject = p_subject
        left join people p on case when linked.subject is null then p.email = p_email
          else p.id = linked.person_id end
      $$`,
    grantTo: ['portside_app'],
  })
  await createLookup(db, {
    signature: 'app.sso_link(uuid, text, text, uuid)',
    definition: `
      create function app.sso_link(p_provider uuid, p_issuer text, p_subject text, p_person uuid)
      returns boolean language sql ${PIN}
      as $$
        with linked as (
          insert into identities (provider_id, issuer, subject, tenant_id, person_id)
          select i.id, p_issuer, p_subject, i.tenant_id, p_person
          from identity_providers i where i.id = p_provider and i.tenant_id = (select app.tenant_id())
          on conflict do nothing returning 1)
        select exists (select 1 from linked)
      $$`,
    grantTo: ['portside_app'],
  })
  await createLookup(db, {
    signature: 'app.sso_add_person(uuid, text, text)',
    definition: `
      create function app.sso_add_person(p_id uuid, p_email text, p_name text)
      returns boolean language sql ${PIN}
      as $$
        with added as (
          insert into people (id, email, name) values (p_id, p_email, p_name)
          on conflict do nothing returning 1)
        select exists (select 1 from added)
      $$`,
    grantTo: ['portside_app'],
  })
}

async function createAnswers(db: Kysely<unknown>): Promise<void> {
  await createLookup(db, {
    signature: 'app.sso_used(uuid, text, text)',
    definition: `
      create function app.sso_used(p_provider uuid, p_issuer text, p_subject text)
      returns void language sql ${PIN}
      as $$
        update identities set used_at = now()
        where provider_id = p_provider and issuer = p_issuer and subject = p_subject
      $$`,
    grantTo: ['portside_app'],
  })
  await createLookup(db, {
    signature: 'app.domain_is_taken(text)',
    definition: `
      create function app.domain_is_taken(p_domain text)
      returns boolean language sql stable ${PIN}
      as $$
        select exists (select 1 from tenant_domains
          where domain = p_domain and proven_at is not null and tenant_id <> (select app.tenant_id()))
      $$`,
    grantTo: ['portside_app'],
  })
  // A provider that is no longer trusted vouches for nobody who is signed in either.
  await createLookup(db, {
    signature: 'app.end_provider_sessions(uuid)',
    definition: `
      create function app.end_provider_sessions(p_provider uuid)
      returns bigint language sql ${PIN}
      as $$
        with ended as (
          update sessions set ended_at = now(), end_reason = 'provider_off'
          where provider_id = p_provider and provider_tenant_id = (select app.tenant_id())
            and ended_at is null returning 1)
        select count(*) from ended
      $$`,
    grantTo: ['portside_app'],
  })
}
