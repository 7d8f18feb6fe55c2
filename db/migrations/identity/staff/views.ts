/**
 * A member of staff looks at a tenant as one of its members. Such a view stands on the session it was opened from and
 * on the membership it looks through: app.view_state is the one place that says whether it is still in force.
 */
import { sql, type Kysely } from 'kysely'
import { createLookup, PIN } from '../../parts/lookup-function.ts'

const SIGNED_OUT = `not exists (
  select 1 from staff_sessions o where o.id_hash = v.staff_session and o.ended_at is null and o.expires_at > now())`

export async function createViews(db: Kysely<unknown>): Promise<void> {
  // No foreign key to the staff session or the membership: both may go while this row tells that they were there.
  await sql`
    create table view_as_sessions (
      id_hash bytea primary key check (length(id_hash) = 32),
      handle uuid not null default gen_random_uuid(),
      staff_id uuid not null references staff (id),
      staff_role text not null,
      staff_session bytea not null,
      tenant_id uuid not null references tenants (id),
      person_id uuid not null references people (id),
      reason text not null check (length(reason) between 10 and 500),
      started_at timestamptz not null default now(),
      expires_at timestamptz not null check (expires_at <= started_at + interval '1 hour'),
      ended_at timestamptz,
      end_reason text
    )`.execute(db)
  await sql`
    create index view_as_sessions_open on view_as_sessions (staff_id) where ended_at is null`.execute(
    db,
  )
  await sql`create index view_as_sessions_age on view_as_sessions (expires_at)`.execute(db)
  await sql`grant select, insert, update, delete on view_as_sessions to portside_lookup`.execute(db)
  await createState(db)
  await createStart(db)
  await createReads(db)
  await createEnds(db)
  await notifyViews(db)
}

/** Null while it is in force, else the first reason why not. */
async function createState(db: Kysely<unknown>): Promise<void> {
  await createLookup(db, {
    signature: 'app.view_state(view_as_sessions)',
    definition: `
      create function app.view_state(v view_as_sessions)
      returns text language sql stable set search_path = pg_catalog, public, pg_temp
      as $$
        select case
          when v.ended_at is not null then 'ended'
          when v.expires_at <= now() then 'expired'
          when not exists (
            select 1 from staff a where a.id = v.staff_id and a.disabled_at is null and a.role = v.staff_role)
            then 'staff_changed'
          when ${SIGNED_OUT} then 'staff_signed_out'
          when not exists (select 1 from tenants t where t.id = v.tenant_id and t.state = 'active')
            then 'tenant_suspended'
          when not exists (
            select 1 from memberships m join people p on p.id = m.person_id and p.disabled_at is null
            where m.tenant_id = v.tenant_id and m.person_id = v.person_id) then 'member_removed'
        end
      $$`,
    grantTo: ['portside_app'],
  })
}

/** Only out of a live session of staff, which the calling role can neither make nor guess. */
async function createStart(db: Kysely<unknown>): Promise<void> {
  await createLookup(db, {
    signature: 'app.start_view(bytea, bytea, uuid, text, interval)',
    definition: `
      create function app.start_view(
        p_id_hash bytea, p_staff_session bytea, p_person_id uuid, p_reason text, p_lifetime interval)
      returns table (
        staff_id uuid, staff_name text, person_name text, tenant_slug text, expires_at timestamptz)
      language sql ${PIN}
      as $$
        with opened as (
          insert into view_as_sessions (
            id_hash, staff_id, staff_role, staff_session, tenant_id, person_id, reason, expires_at)
          select p_id_hash, a.id, a.role, s.id_hash, t.id, p.id, p_reason, now() + p_lifetime
          from staff_sessions s
          join staff a on a.id = s.staff_id and a.disabled_at is null
          join tenants t on t.id = (select app.tenant_id()) and t.state = 'active'
          join memberships m on m.tenant_id = t.id and m.person_id = p_person_id
          join people p on p.id = m.person_id and p.disabled_at is null
          where s.id_hash = p_staff_session and s.ended_at is null and s.expires_at > now()
            and s.seen_at > now() - interval '30 minutes'
          returning staff_id, person_id, tenant_id, expires_at)
        select a.id, a.name, p.name, t.slug, o.expires_at
        from opened o
        join staff a on a.id = o.staff_id
        join people p on p.id = o.person_id
        join tenants t on t.id = o.tenant_id
      $$`,
    grantTo: ['portside_app'],
  })
}

async function createReads(db: Kysely<unknown>): Promise<void> {
  await createLookup(db, {
    signature: 'app.authenticate_view(bytea, text)',
    definition: `
      create function app.authenticate_view(p_id_hash bytea, p_slug text)
      returns table (
        handle uuid, reason text, started_at timestamptz, ends_at timestamptz, staff_id uuid, staff_name text,
        person_id uuid, email text, name text, locale text, time_zone text, tenant jsonb)
      language sql stable ${PIN}
      as $$
        select v.handle, v.reason, v.started_at, v.expires_at, a.id, a.name,
          p.id, p.email, p.name, p.locale, p.time_zone,
          jsonb_build_object(
            'id', t.id, 'slug', t.slug, 'name', t.name, 'brandColor', t.brand_color,
            'timeZone', t.time_zone, 'locale', t.locale, 'preset', m.role, 'roleId', r.id,
            'roleName', r.name, 'roleGrants', r.grants, 'ownOnly', m.own_only, 'isOwner', m.is_owner,
            'gate', null)
        from view_as_sessions v
        join staff a on a.id = v.staff_id
        join people p on p.id = v.person_id
        join tenants t on t.id = v.tenant_id and t.slug = p_slug
        join memberships m on m.tenant_id = v.tenant_id and m.person_id = v.person_id
        left join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
        where v.id_hash = p_id_hash and app.view_state(v) is null
      $$`,
    grantTo: ['portside_app'],
  })
  await createLookup(db, {
    signature: 'app.view_stream_access(bytea[], uuid[])',
    definition: `
      create function app.view_stream_access(p_id_hashes bytea[], p_tenant_ids uuid[])
      returns table (
        id_hash bytea, tenant_id uuid, person_id uuid, preset text, role_id uuid, role_name text,
        role_grants jsonb, own_only boolean)
      language sql stable ${PIN}
      as $$
        select v.id_hash, m.tenant_id, m.person_id, m.role, r.id, r.name, r.grants, m.own_only
        from unnest(p_id_hashes, p_tenant_ids) as asked (id_hash, tenant_id)
        join view_as_sessions v on v.id_hash = asked.id_hash and v.tenant_id = asked.tenant_id
        join memberships m on m.tenant_id = v.tenant_id and m.person_id = v.person_id
        left join roles r on r.tenant_id = m.tenant_id and r.id = m.role_id
        where app.view_state(v) is null
      $$`,
    grantTo: ['portside_app'],
  })
}

async function createEnds(db: Kysely<unknown>): Promise<void> {
  // Of any number of tries one is told that it ended the view, and that one tells the customer.
  await createLookup(db, {
    signature: 'app.end_view(bytea)',
    definition: `
      create function app.end_view(p_id_hash bytea)
      returns table (
        staff_id uuid, staff_name text, person_id uuid, person_name text, why text, started_at timestamptz)
      language sql ${PIN}
      as $$
        with over as (
          update view_as_sessions v set ended_at = now(), end_reason = coalesce(app.view_state(v), 'ended')
          where v.id_hash = p_id_hash and v.tenant_id = (select app.tenant_id()) and v.ended_at is null
          returning v.staff_id, v.person_id, v.end_reason, v.started_at)
        select a.id, a.name, p.id, p.name, o.end_reason, o.started_at
        from over o join staff a on a.id = o.staff_id join people p on p.id = o.person_id
      $$`,
    grantTo: ['portside_app', 'portside_worker'],
  })
  await createLookup(db, {
    signature: 'app.tenant_of_view(bytea)',
    definition: `
      create function app.tenant_of_view(p_id_hash bytea)
      returns table (tenant_id uuid, slug text, why text)
      language sql stable ${PIN}
      as $$
        select t.id, t.slug, coalesce(v.end_reason, app.view_state(v)) from view_as_sessions v join tenants t on t.id = v.tenant_id
        where v.id_hash = p_id_hash
      $$`,
    grantTo: ['portside_app'],
  })
  await createLookup(db, {
    signature: 'app.views_of_staff_session(bytea)',
    definition: `
      create function app.views_of_staff_session(p_staff_session bytea)
      returns table (id_hash bytea, tenant_id uuid)
      language sql stable ${PIN}
      as $$
        select v.id_hash, v.tenant_id from staff_sessions s
        join view_as_sessions v on v.staff_id = s.staff_id and v.ended_at is null
        where s.id_hash = p_staff_session
      $$`,
    grantTo: ['portside_app'],
  })
  await createLookup(db, {
    signature: 'app.views_run_out(integer)',
    definition: `
      create function app.views_run_out(p_limit integer)
      returns table (id_hash bytea, tenant_id uuid)
      language sql stable ${PIN}
      as $$
        select v.id_hash, v.tenant_id from view_as_sessions v
        where v.ended_at is null and app.view_state(v) is not null
        order by v.expires_at limit p_limit
      $$`,
    grantTo: ['portside_worker'],
  })
  await createLookup(db, {
    signature: 'app.prune_views(interval, integer)',
    definition: `
      create function app.prune_views(p_older_than interval, p_limit integer)
      returns bigint language sql ${PIN}
      as $$
        with removed as (
          delete from view_as_sessions where id_hash in (
            select id_hash from view_as_sessions
            where expires_at < now() - p_older_than and ended_at is not null
            order by expires_at limit p_limit)
          returning 1)
        select count(*) from removed
      $$`,
    grantTo: ['portside_worker'],
  })
}

/** Open streams ask again: of a view that was ended, and of all views of an account or session that changed. */
async function notifyViews(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function app.notify_views() returns trigger
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp
    as $$
    begin
      if tg_table_name = 'view_as_sessions' then
        perform pg_notify('portside_access', 'session:' || encode(new.id_hash, 'hex'));
      elsif tg_table_name = 'staff' then
        perform pg_notify('portside_access', 'session:' || encode(v.id_hash, 'hex'))
        from view_as_sessions v where v.staff_id = new.id and v.ended_at is null;
      else
        perform pg_notify('portside_access', 'session:' || encode(v.id_hash, 'hex'))
        from view_as_sessions v where v.staff_id = new.staff_id and v.ended_at is null;
      end if;
      return null;
    end $$`.execute(db)
  for (const trigger of [
    'view_as_sessions_ended after update of ended_at on view_as_sessions',
    'staff_changed after update of role, disabled_at on staff',
    'staff_sessions_ended after update of ended_at on staff_sessions',
  ]) {
    await sql
      .raw(`create trigger ${trigger} for each row execute function app.notify_views()`)
      .execute(db)
  }
  await sql`revoke all on function app.notify_views() from public`.execute(db)
  // It reads views, whoever's change it tells of.
  await sql`alter function app.notify_views() owner to portside_lookup`.execute(db)
}
