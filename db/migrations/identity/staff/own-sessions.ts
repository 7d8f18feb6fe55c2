/** What everybody of staff sees and ends of their own sessions, out of one that is alive. */
import { sql, type Kysely } from 'kysely'
import { createLookup, PIN, replaceLookup } from '../../parts/lookup-function.ts'
import { LIVE_SESSION } from './accounts.ts'

export async function createOwnStaffSessions(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table staff_sessions add column handle uuid not null default gen_random_uuid() unique`.execute(
    db,
  )
  await rememberSignIns(db)
  await createLookup(db, {
    signature: 'app.own_staff_sessions(bytea)',
    definition: `
      create function app.own_staff_sessions(p_session bytea)
      returns table (
        handle uuid, created_at timestamptz, seen_at timestamptz, address text, user_agent text,
        is_current boolean)
      language sql stable ${PIN}
      as $$
        select handle, created_at, seen_at, address, user_agent, id_hash = p_session
        from staff_sessions
        where ${LIVE_SESSION} and staff_id = (
          select staff_id from staff_sessions where id_hash = p_session and ${LIVE_SESSION})
        order by id_hash = p_session desc, seen_at desc limit 100
      $$`,
    grantTo: ['portside_staff'],
  })
  // Directly, not as a command: a session that is not one's own must end while Temporal is down.
  await createLookup(db, {
    signature: 'app.end_own_staff_sessions(bytea, uuid)',
    definition: `
      create function app.end_own_staff_sessions(p_session bytea, p_handle uuid)
      returns integer language sql ${PIN}
      as $$
        with owner as (
          select s.id, s.name from staff_sessions o join staff s on s.id = o.staff_id
          where o.id_hash = p_session and ${LIVE_SESSION} and s.disabled_at is null),
        ended as (
          update staff_sessions o set ended_at = now(), end_reason = 'revoked'
          where o.staff_id = (select id from owner) and o.id_hash <> p_session and ${LIVE_SESSION}
            and (p_handle is null or o.handle = p_handle)
          returning 1),
        told as (
          insert into staff_actions (id, staff_id, staff_name, command, result)
          select gen_random_uuid(), id, name, jsonb_build_object('type', 'staff_end_own'),
            jsonb_build_object('type', 'staff_done', 'ended', (select count(*) from ended))
          from owner where exists (select 1 from ended))
        select count(*)::int from ended
      $$`,
    grantTo: ['portside_staff'],
  })
}

/** As 0011, but none for who was disabled meanwhile, and the account keeps when it was used last. */
async function rememberSignIns(db: Kysely<unknown>): Promise<void> {
  await replaceLookup(db, {
    signature: 'app.start_staff_session(bytea, uuid, timestamptz, text, text)',
    definition: `
      create function app.start_staff_session(
        p_id_hash bytea, p_staff_id uuid, p_expires_at timestamptz, p_address text, p_user_agent text)
      returns void language sql ${PIN}
      as $$
        delete from staff_sessions where id_hash in (
          select id_hash from staff_sessions where expires_at < now() - interval '30 days'
          order by expires_at limit 100);
        insert into staff_sessions (id_hash, staff_id, expires_at, address, user_agent)
        select p_id_hash, id, p_expires_at, p_address, left(p_user_agent, 400)
        from staff where id = p_staff_id and disabled_at is null;
        update staff set last_sign_in_at = now() where id = p_staff_id;
      $$`,
    grantTo: ['portside_staff'],
  })
}
