/**
 * What enterprise sign-in stands on: rights as data (presets, custom roles, own records only), the security rules of
 * a tenant, how strong a session is, and the gate that compares the two.
 */
import { sql, type Kysely } from 'kysely'
import { createLookup, replaceLookup, PIN } from '../parts/lookup-function.ts'
import { secureTenantTable } from '../parts/tenant-table.ts'

const RULES = 'idle_minutes, absolute_hours, require_mfa, enforce_sso'

export async function up(db: Kysely<unknown>): Promise<void> {
  await addSecurityRules(db)
  await addRoles(db)
  await addSessionStrength(db)
  await replaceAuthenticate(db)
  await replaceStreamAccess(db)
  await replaceStartSession(db)
  await replaceTenantMembers(db)
  await notifyOnRuleChange(db)
}

async function addSecurityRules(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table tenants
      add column absolute_hours integer not null default 12 check (absolute_hours between 1 and 24),
      add column require_mfa boolean not null default false,
      add column enforce_sso boolean not null default false`.execute(db)
  await sql.raw(`grant update (${RULES}) on tenants to portside_app`).execute(db)
}

async function addRoles(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table roles (
      tenant_id uuid not null references tenants (id),
      id uuid not null,
      name text not null check (length(name) between 1 and 80),
      grants jsonb not null check (jsonb_typeof(grants) = 'object'),
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      primary key (tenant_id, id)
    )`.execute(db)
  await sql`create unique index roles_name on roles (tenant_id, lower(name))`.execute(db)
  await secureTenantTable(db, 'roles', {
    app: ['select', 'insert', 'update', 'delete'],
    worker: ['select'],
    lookup: true,
  })
  await sql`
    alter table memberships
      drop constraint memberships_role_check,
      alter column role drop not null,
      add constraint memberships_role_check
        check (role in ('admin', 'billing', 'project', 'requester', 'auditor')),
      add column role_id uuid,
      add constraint memberships_one_role check ((role is null) <> (role_id is null)),
      add column own_only boolean not null default false,
      add column is_owner boolean not null default false,
      add column break_glass boolean not null default false`.execute(db)
  // Not valid: checking the rows there are would need a tenant, and none of them has such a role yet.
  await sql`
    alter table memberships add constraint memberships_custom_role
      foreign key (tenant_id, role_id) references roles (tenant_id, id) not valid`.execute(db)
  await sql`create unique index memberships_owner on memberships (tenant_id) where is_owner`.execute(
    db,
  )
  await sql`create index memberships_role on memberships (tenant_id, role_id)`.execute(db)
}

async function addSessionStrength(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table sessions
      add column handle uuid not null default gen_random_uuid(),
      add column method text not null default 'password' check (method in ('password', 'passkey', 'sso')),
      add column strong boolean not null default false,
      add column provider_id uuid,
      add column provider_tenant_id uuid,
      add column reauthenticated_at timestamptz not null default now(),
      add constraint sessions_provider check ((method = 'sso') = (provider_tenant_id is not null))`.execute(
    db,
  )
  // One person's identity provider speaks for its own tenant only: it could name anybody else's address.
  await createLookup(db, {
    signature: 'app.session_gate(sessions, tenants, boolean)',
    definition: `
      create function app.session_gate(s sessions, t tenants, p_break_glass boolean)
      returns text language sql immutable set search_path = pg_catalog, public, pg_temp
      as $$
        select case
          when s.method = 'sso' then case when s.provider_tenant_id = t.id then null else 'sign_in' end
          when t.enforce_sso and not p_break_glass then 'sso'
          when (t.require_mfa or t.enforce_sso) and not s.strong then 'mfa'
        end
      $$`,
    grantTo: ['portside_app'],
  })
}

async function replaceAuthenticate(db: Kysely<unknown>): Promise<void> {
  await replaceLookup(db, {
    signature: 'app.authenticate(bytea, text, boolean)',
    definition: `
      create function app.authenticate(p_id_hash bytea, p_slug text, p_active boolean)
      returns table (
        person_id uuid, email text, name text, locale text, time_zone text,
        tenant_id uuid, idle_minutes integer, absolute_hours integer, seen_at timestamptz,
        ends_at timestamptz, handle uuid, method text, strong boolean, reauthenticated_at timestamptz,
        tenants jsonb)
      language plpgsql ${PIN}
      as $$
      #variable_conflict use_column
      declare
        s sessions%rowtype;
        p people%rowtype;
        limit_minutes integer;
        limit_hours integer;
      begin
        select * into s from sessions where sessions.id_hash = p_id_hash;
        if not found or s.ended_at is not null or s.expires_at <= now() then return; end if;
        select * into p from people where people.id = s.person_id and people.disabled_at is null;
        if not found then return; end if;

        select coalesce(min(t.idle_minutes), 30), coalesce(min(t.absolute_hours), 12)
        into limit_minutes, limit_hours
        from memberships m join tenants t on t.id = m.tenant_id
        where m.person_id = p.id and t.state = 'active';
        s.expires_at := least(s.expires_at, s.created_at + make_interval(hours => limit_hours));
        if s.expires_at <= now() then return; end if;
        if s.seen_at + make_interval(mins => limit_minutes) <= now() then return; end if;

        if p_active and s.seen_at < now() - interval '15 seconds' then
          update sessions set seen_at = now() where sessions.id_hash = p_id_hash;
          s.seen_at := now();
        end if;

        return query select p.id, p.email, p.name, p.locale, p.time_zone,
          (select t.id from memberships m join tenants t on t.id = m.tenant_id
           where m.person_id = p.id and t.slug = p_slug and t.state = 'active'),
          limit_minutes, limit_hours, s.seen_at, s.expires_at, s.handle, s.method, s.strong,
          s.reauthenticated_at,
          (select coalesce(jsonb_agg(jsonb_build_object(
              'id', t.id, 'slug', t.slug, 'name', t.name, 'brandColor', t.brand_color,
              'timeZone', t.time_zone, 'locale', t.locale, 'preset', m.role, 'roleId', r.id,
              'roleName', r.name, 'roleGrants', r.grants, 'ownOnly', m.own_only, 'isOwner', m.is_owner,
              'gate', app.session_gate(s, t, m.break_glass)) order by t.name, t.id), '[]')
           from memberships m
           join tenants t on t.id = m.tenant_id
           left join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
           where m.person_id = p.id and t.state = 'active');
      end $$`,
    grantTo: ['portside_app'],
  })
}

async function replaceStreamAccess(db: Kysely<unknown>): Promise<void> {
  await replaceLookup(db, {
    signature: 'app.stream_access(bytea[], uuid[])',
    definition: `
      create function app.stream_access(p_id_hashes bytea[], p_tenant_ids uuid[])
      returns table (
        id_hash bytea, tenant_id uuid, person_id uuid, preset text, role_id uuid, role_name text,
        role_grants jsonb, own_only boolean)
      language sql stable ${PIN}
      as $$
        select s.id_hash, m.tenant_id, s.person_id, m.role, r.id, r.name, r.grants, m.own_only
        from unnest(p_id_hashes, p_tenant_ids) as asked (id_hash, tenant_id)
        join sessions s on s.id_hash = asked.id_hash and s.ended_at is null and s.expires_at > now()
        join people p on p.id = s.person_id and p.disabled_at is null
        join memberships m on m.person_id = s.person_id and m.tenant_id = asked.tenant_id
        join tenants t on t.id = m.tenant_id and t.state = 'active'
        left join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
        cross join lateral (
          select min(l.idle_minutes) as idle, min(l.absolute_hours) as absolute
          from memberships o join tenants l on l.id = o.tenant_id
          where o.person_id = s.person_id and l.state = 'active') as strictest
        where s.seen_at > now() - make_interval(mins => strictest.idle)
          and s.created_at > now() - make_interval(hours => strictest.absolute)
          and app.session_gate(s, t, m.break_glass) is null
      $$`,
    grantTo: ['portside_app'],
  })
}

async function replaceStartSession(db: Kysely<unknown>): Promise<void> {
  const definition = `
    create function app.start_session(
      p_id_hash bytea, p_person_id uuid, p_expires_at timestamptz, p_address text, p_user_agent text,
      p_method text, p_strong boolean, p_provider_id uuid, p_provider_tenant_id uuid)
    returns void language sql ${PIN}
    as $$
      insert into sessions (id_hash, person_id, expires_at, address, user_agent, method, strong,
        provider_id, provider_tenant_id)
      values (p_id_hash, p_person_id, p_expires_at, p_address, left(p_user_agent, 400), p_method, p_strong,
        p_provider_id, p_provider_tenant_id)
    $$`
  const signature =
    'app.start_session(bytea, uuid, timestamptz, text, text, text, boolean, uuid, uuid)'
  await replaceLookup(
    db,
    { signature, definition, grantTo: ['portside_app'] },
    'app.start_session(bytea, uuid, timestamptz, text, text)',
  )
}

async function replaceTenantMembers(db: Kysely<unknown>): Promise<void> {
  await replaceLookup(db, {
    signature: 'app.tenant_members()',
    definition: `
      create function app.tenant_members()
      returns table (
        person_id uuid, email text, name text, member_since timestamptz, active boolean, preset text,
        role_id uuid, role_name text, role_grants jsonb, own_only boolean, is_owner boolean, break_glass boolean)
      language sql stable ${PIN}
      as $$
        select m.person_id, p.email, p.name, m.created_at, p.disabled_at is null, m.role, r.id, r.name, r.grants,
          m.own_only, m.is_owner, m.break_glass
        from memberships m
        join people p on p.id = m.person_id
        left join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
        where m.tenant_id = (select app.tenant_id())
      $$`,
    grantTo: ['portside_app'],
  })
}

/** Open pages and streams ask again what they may: the tenant's id tells all of them. */
async function notifyOnRuleChange(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function app.notify_role_change() returns trigger
    language plpgsql set search_path = pg_catalog
    as $$
    begin
      perform pg_notify('portside_access', 'tenant:' || old.tenant_id);
      return null;
    end $$`.execute(db)
  for (const trigger of [
    'roles_changed after update or delete on roles for each row execute function app.notify_role_change()',
    `tenants_rules_changed after update of ${RULES} on tenants
     for each row execute function app.notify_access()`,
  ]) {
    await sql.raw(`create trigger ${trigger}`).execute(db)
  }
}
