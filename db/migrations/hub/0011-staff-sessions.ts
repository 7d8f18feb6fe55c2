/**
 * What the console stands on: sessions of staff as rows, the functions that make and end them, and the indexes its
 * lists walk. Who may read a password hash (web's app role) cannot make a staff session, and the role that makes one
 * cannot read a hash.
 */
import { sql, type Kysely } from 'kysely'
import { createLookup } from '../parts/lookup-function.ts'

const PIN = 'security definer set search_path = pg_catalog, public, pg_temp'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table staff_sessions (
      id_hash bytea primary key check (length(id_hash) = 32),
      staff_id uuid not null references staff (id),
      created_at timestamptz not null default now(),
      seen_at timestamptz not null default now(),
      expires_at timestamptz not null,
      ended_at timestamptz,
      end_reason text,
      address text,
      user_agent text
    )`.execute(db)
  await sql`create index staff_sessions_expiry on staff_sessions (expires_at)`.execute(db)
  await sql`grant select on staff to portside_lookup`.execute(db)
  await sql`grant select, insert, update, delete on staff_sessions to portside_lookup`.execute(db)
  await createSignInLookups(db)
  await createSessionLookups(db)
  await indexForLists(db)
}

async function createSignInLookups(db: Kysely<unknown>): Promise<void> {
  await createLookup(db, {
    signature: 'app.find_staff_sign_in(text)',
    definition: `
      create function app.find_staff_sign_in(p_email text)
      returns table (staff_id uuid, password_hash text)
      language sql stable ${PIN}
      as $$
        select id, password_hash from staff where email = lower(p_email) and disabled_at is null
      $$`,
    grantTo: ['portside_app'],
  })

  // Takes away what ran out long ago as well: staff are few, so no sweeper is needed for their sessions.
  await createLookup(db, {
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
        values (p_id_hash, p_staff_id, p_expires_at, p_address, left(p_user_agent, 400));
      $$`,
    grantTo: ['portside_staff'],
  })
}

async function createSessionLookups(db: Kysely<unknown>): Promise<void> {
  await createLookup(db, {
    signature: 'app.end_staff_session(bytea, text)',
    definition: `
      create function app.end_staff_session(p_id_hash bytea, p_reason text)
      returns boolean language sql ${PIN}
      as $$
        with ended as (
          update staff_sessions set ended_at = now(), end_reason = p_reason
          where id_hash = p_id_hash and ended_at is null returning 1
        )
        select exists (select 1 from ended)
      $$`,
    grantTo: ['portside_staff'],
  })

  // A background request (p_active = false) never extends inactivity. The idle limit is the same for all staff.
  await createLookup(db, {
    signature: 'app.authenticate_staff(bytea, boolean)',
    definition: `
      create function app.authenticate_staff(p_id_hash bytea, p_active boolean)
      returns table (staff_id uuid, email text, name text, role text)
      language plpgsql ${PIN}
      as $$
      #variable_conflict use_column
      declare
        s staff_sessions%rowtype;
      begin
        select * into s from staff_sessions where staff_sessions.id_hash = p_id_hash;
        if not found or s.ended_at is not null or s.expires_at <= now()
          or s.seen_at + interval '30 minutes' <= now() then return; end if;
        if p_active and s.seen_at < now() - interval '15 seconds' then
          update staff_sessions set seen_at = now() where staff_sessions.id_hash = p_id_hash;
        end if;
        return query select m.id, m.email, m.name, m.role
          from staff m where m.id = s.staff_id and m.disabled_at is null;
      end $$`,
    grantTo: ['portside_staff'],
  })
}

/**
 * Ids of the inbox are time-ordered, so "newest first" is the id backwards. What is set aside has partial indexes,
 * since it is rare among millions of rows that were applied.
 */
async function indexForLists(db: Kysely<unknown>): Promise<void> {
  for (const index of [
    'inbox_by_connection on inbox (connection_id, id)',
    'inbox_by_tenant on inbox (tenant_id, id) where tenant_id is not null',
    'inbox_by_record on inbox (external_id, id) where external_id is not null',
    `inbox_set_aside on inbox (state, id) where state in ('unmapped', 'quarantined', 'ignored')`,
    `inbox_set_aside_by_connection on inbox (connection_id, state, id)
     where state in ('unmapped', 'quarantined', 'ignored')`,
    `runs_of_kind on runs (connection_id, lane, kind, started_at desc)`,
  ]) {
    await sql.raw(`create index ${index}`).execute(db)
  }
}
