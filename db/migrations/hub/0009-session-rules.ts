/**
 * What sessions need beside 0006: the strictest of a person's tenants decides how long one may be idle, a write can
 * keep its session from ending before it, and what nobody needs any more can be removed.
 */
import { sql, type Kysely } from 'kysely'
import { createLookup } from '../parts/lookup-function.ts'

const PIN = 'security definer set search_path = pg_catalog, public, pg_temp'

export async function up(db: Kysely<unknown>): Promise<void> {
  await useStrictestIdleLimit(db)
  await sql`grant delete on sessions to portside_lookup`.execute(db)
  await sql`create index intake_refusals_minute on intake_refusals (minute)`.execute(db)

  // Ending a session updates its row, so it waits for the lock: no write commits after the answer to a sign-out.
  await createLookup(db, {
    signature: 'app.hold_session(bytea)',
    definition: `
      create function app.hold_session(p_id_hash bytea)
      returns boolean language plpgsql ${PIN}
      as $$
      begin
        perform from sessions
        where id_hash = p_id_hash and ended_at is null and expires_at > now() for share;
        return found;
      end $$`,
    grantTo: ['portside_app'],
  })

  await createLookup(db, {
    signature: 'app.prune_sessions(interval, integer)',
    definition: `
      create function app.prune_sessions(p_older_than interval, p_limit integer)
      returns bigint language sql ${PIN}
      as $$
        with removed as (
          delete from sessions where id_hash in (
            select id_hash from sessions where expires_at < now() - p_older_than
            order by expires_at limit p_limit)
          returning 1)
        select count(*) from removed
      $$`,
    grantTo: ['portside_worker'],
  })
}

/**
 * With a limit per tenant, a visit to a lax one would have revived the session for a strict one. Replaces two
 * functions of 0006, as their owner, whose rights the migrating role does not inherit.
 */
async function useStrictestIdleLimit(db: Kysely<unknown>): Promise<void> {
  await sql`set local role portside_lookup`.execute(db)
  await sql
    .raw(
      `create or replace function app.authenticate(p_id_hash bytea, p_slug text, p_active boolean)
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

        select coalesce(min(t.idle_minutes), 30) into limit_minutes
        from memberships m join tenants t on t.id = m.tenant_id
        where m.person_id = p.id and t.state = 'active';
        if s.seen_at + make_interval(mins => limit_minutes) <= now() then return; end if;

        if p_active and s.seen_at < now() - interval '15 seconds' then
          update sessions set seen_at = now() where sessions.id_hash = p_id_hash;
          s.seen_at := now();
        end if;

        select m.tenant_id, m.role into own
        from memberships m join tenants t on t.id = m.tenant_id
        where m.person_id = p.id and t.slug = p_slug and t.state = 'active';
        return query select p.id, p.email, p.name, p.locale, p.time_zone,
          own.tenant_id, own.role, limit_minutes, s.seen_at, s.expires_at,
          (select coalesce(jsonb_agg(jsonb_build_object(
              'id', t.id, 'slug', t.slug, 'name', t.name, 'brandColor', t.brand_color,
              'timeZone', t.time_zone, 'locale', t.locale, 'role', m.role) order by t.name), '[]')
           from memberships m join tenants t on t.id = m.tenant_id
           where m.person_id = p.id and t.state = 'active');
      end $$`,
    )
    .execute(db)
  await sql
    .raw(
      `create or replace function app.stream_access(p_id_hashes bytea[], p_tenant_ids uuid[])
      returns table (id_hash bytea, tenant_id uuid, person_id uuid, role text)
      language sql stable ${PIN}
      as $$
        select s.id_hash, m.tenant_id, s.person_id, m.role
        from unnest(p_id_hashes, p_tenant_ids) as asked (id_hash, tenant_id)
        join sessions s on s.id_hash = asked.id_hash and s.ended_at is null and s.expires_at > now()
        join people p on p.id = s.person_id and p.disabled_at is null
        join memberships m on m.person_id = s.person_id and m.tenant_id = asked.tenant_id
        join tenants t on t.id = m.tenant_id and t.state = 'active'
        where s.seen_at > now() - make_interval(mins => (
          select min(t.idle_minutes) from memberships m join tenants t on t.id = m.tenant_id
          where m.person_id = s.person_id and t.state = 'active'))
      $$`,
    )
    .execute(db)
  await sql`reset role`.execute(db)
}
