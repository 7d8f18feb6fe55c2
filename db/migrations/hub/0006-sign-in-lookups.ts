/** Lookups of sign-in and of every request: session, person, memberships; and what ends a session. */
import { sql, type Kysely } from 'kysely'
import { createLookup } from '../parts/lookup-function.ts'

const PIN = 'security definer set search_path = pg_catalog, public, pg_temp'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`grant select on people to portside_lookup`.execute(db)
  await sql`grant select, insert, update on sessions to portside_lookup`.execute(db)

  await createLookup(db, {
    signature: 'app.find_sign_in(text)',
    definition: `
      create function app.find_sign_in(p_email text)
      returns table (person_id uuid, password_hash text)
      language sql stable ${PIN}
      as $$
        select id, password_hash from people where email = lower(p_email) and disabled_at is null
      $$`,
    grantTo: ['portside_app'],
  })

  await createLookup(db, {
    signature: 'app.start_session(bytea, uuid, timestamptz, text, text)',
    definition: `
      create function app.start_session(
        p_id_hash bytea, p_person_id uuid, p_expires_at timestamptz, p_address text, p_user_agent text)
      returns void language sql ${PIN}
      as $$
        insert into sessions (id_hash, person_id, expires_at, address, user_agent)
        values (p_id_hash, p_person_id, p_expires_at, p_address, left(p_user_agent, 400))
      $$`,
    grantTo: ['portside_app'],
  })

  await createLookup(db, {
    signature: 'app.end_session(bytea, text)',
    definition: `
      create function app.end_session(p_id_hash bytea, p_reason text)
      returns boolean language sql ${PIN}
      as $$
        with ended as (
          update sessions set ended_at = now(), end_reason = p_reason
          where id_hash = p_id_hash and ended_at is null returning 1
        )
        select exists (select 1 from ended)
      $$`,
    grantTo: ['portside_app'],
  })

  // One round trip per request. A background request (p_active = false) never extends inactivity.
  // The idle limit is that of the tenant asked for, else the strictest of the person's tenants.
  await createLookup(db, {
    signature: 'app.authenticate(bytea, text, boolean)',
    definition: `
      create function app.authenticate(p_id_hash bytea, p_slug text, p_active boolean)
      returns table (
        person_id uuid, email text, name text, locale text, time_zone text,
        tenant_id uuid, role text, idle_minutes integer, seen_at timestamptz,
        expires_at timestamptz, tenants jsonb)
      language plpgsql ${PIN}
      as $$
      #variable_conflict use_column
      declare
        s sessions%rowtype;
        p people%rowtype;
        own record;
        limit_minutes integer;
      begin
        select * into s from sessions where sessions.id_hash = p_id_hash;
        if not found or s.ended_at is not null or s.expires_at <= now() then return; end if;
        select * into p from people where people.id = s.person_id and people.disabled_at is null;
        if not found then return; end if;

        select m.tenant_id, m.role, t.idle_minutes into own
        from memberships m join tenants t on t.id = m.tenant_id
        where m.person_id = p.id and t.slug = p_slug and t.state = 'active';

        select coalesce(own.idle_minutes, min(t.idle_minutes), 30) into limit_minutes
        from memberships m join tenants t on t.id = m.tenant_id
        where m.person_id = p.id and t.state = 'active';
        if s.seen_at + make_interval(mins => limit_minutes) <= now() then return; end if;

        if p_active and s.seen_at < now() - interval '15 seconds' then
          update sessions set seen_at = now() where sessions.id_hash = p_id_hash;
          s.seen_at := now();
        end if;

        return query select p.id, p.email, p.name, p.locale, p.time_zone,
          own.tenant_id, own.role, limit_minutes, s.seen_at, s.expires_at,
          (select coalesce(jsonb_agg(jsonb_build_object(
              'id', t.id, 'slug', t.slug, 'name', t.name, 'brandColor', t.brand_color,
              'timeZone', t.time_zone, 'locale', t.locale, 'role', m.role) order by t.name), '[]')
           from memberships m join tenants t on t.id = m.tenant_id
           where m.person_id = p.id and t.state = 'active');
      end $$`,
    grantTo: ['portside_app'],
  })

  // The sweep behind open streams: which of these sessions may still read which of these tenants, and as what.
  await createLookup(db, {
    signature: 'app.stream_access(bytea[], uuid[])',
    definition: `
      create function app.stream_access(p_id_hashes bytea[], p_tenant_ids uuid[])
      returns table (id_hash bytea, tenant_id uuid, person_id uuid, role text)
      language sql stable ${PIN}
      as $$
        select s.id_hash, m.tenant_id, s.person_id, m.role
        from unnest(p_id_hashes, p_tenant_ids) as asked (id_hash, tenant_id)
        join sessions s on s.id_hash = asked.id_hash and s.ended_at is null and s.expires_at > now()
        join people p on p.id = s.person_id and p.disabled_at is null
        join memberships m on m.person_id = s.person_id and m.tenant_id = asked.tenant_id
        join tenants t on t.id = m.tenant_id and t.state = 'active'
        where s.seen_at + make_interval(mins => t.idle_minutes) > now()
      $$`,
    grantTo: ['portside_app'],
  })

  await createLookup(db, {
    signature: 'app.find_brand(text)',
    definition: `
      create function app.find_brand(p_slug text)
      returns table (name text, brand_color text)
      language sql stable ${PIN}
      as $$ select name, brand_color from tenants where slug = p_slug and state = 'active' $$`,
    grantTo: ['portside_app'],
  })

  await notifyOnAccessChange(db)
}

/** Rights end at once: whatever changes them says so on the access channel, whoever wrote it. */
async function notifyOnAccessChange(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function app.notify_access() returns trigger
    language plpgsql set search_path = pg_catalog
    as $$
    begin
      if tg_table_name = 'sessions' then
        perform pg_notify('portside_access', 'session:' || encode(new.id_hash, 'hex'));
      elsif tg_table_name = 'memberships' then
        perform pg_notify('portside_access', 'person:' || old.person_id);
      elsif tg_table_name = 'people' then
        perform pg_notify('portside_access', 'person:' || new.id);
      else
        perform pg_notify('portside_access', 'tenant:' || new.id);
      end if;
      return null;
    end $$`.execute(db)
  const triggers = [
    'sessions_ended after update of ended_at on sessions',
    'memberships_changed after update or delete on memberships',
    'people_disabled after update of disabled_at on people',
    'tenants_changed after update of state on tenants',
  ]
  for (const trigger of triggers) {
    await sql
      .raw(`create trigger ${trigger} for each row execute function app.notify_access()`)
      .execute(db)
  }
}
