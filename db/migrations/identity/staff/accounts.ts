/**
 * How accounts of staff are kept. The worker changes them through these functions only, and the last administrator
 * who can sign in stays one: that is looked at here, under one lock, whoever asks.
 */
import { sql, type Kysely } from 'kysely'
import { createLookup, PIN } from '../../parts/lookup-function.ts'

/** Sessions that would be let in now. */
export const LIVE_SESSION = `ended_at is null and expires_at > now() and seen_at > now() - interval '30 minutes'`

export async function createStaffAccounts(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    // Not null: invited, and did not come yet. Such an account has no password.
    'alter table staff add column invited_until timestamptz',
    'alter table staff add column last_sign_in_at timestamptz',
    // Null: done on the operator's own machine.
    'alter table staff_actions alter column staff_id drop not null',
    'create index staff_sessions_of on staff_sessions (staff_id) where ended_at is null',
    'grant insert, update, delete on staff to portside_lookup',
    'grant insert on staff_actions to portside_lookup',
    'grant select (email, invited_until) on staff to portside_worker',
    'grant select (invited_until, last_sign_in_at) on staff to portside_staff',
    // The list of accounts counts them; hashes of ids and sealed secrets stay out of reach.
    'grant select (staff_id, seen_at, expires_at, ended_at) on staff_sessions to portside_staff',
    'grant select (staff_id, state) on staff_totp_secrets to portside_staff',
    'set local role portside_lookup',
    // Links of invitations are made where commands of staff are done.
    'grant execute on function app.issue_token(bytea, text, text, jsonb, interval) to portside_worker',
    'grant execute on function app.revoke_tokens(text, text) to portside_worker',
    'reset role',
  ]) {
    await sql.raw(statement).execute(db)
  }
  await createInvitations(db)
  await createChange(db)
  await createEnds(db)
}

async function createInvitations(db: Kysely<unknown>): Promise<void> {
  await createLookup(db, {
    signature: 'app.invite_staff(uuid, text, text, text, interval)',
    definition: `
      create function app.invite_staff(
        p_id uuid, p_email text, p_name text, p_role text, p_lifetime interval)
      returns boolean language sql ${PIN}
      as $$
        with invited as (
          insert into staff (id, email, name, role, invited_until)
          values (p_id, lower(p_email), p_name, p_role, now() + p_lifetime)
          on conflict (email) do nothing returning 1)
        select exists (select 1 from invited)
      $$`,
    grantTo: ['portside_worker'],
  })
  await createLookup(db, {
    signature: 'app.renew_staff_invitation(uuid, interval)',
    definition: `
      create function app.renew_staff_invitation(p_id uuid, p_lifetime interval)
      returns boolean language sql ${PIN}
      as $$
        with renewed as (
          update staff set invited_until = now() + p_lifetime
          where id = p_id and invited_until is not null and password_hash is null returning 1)
        select exists (select 1 from renewed)
      $$`,
    grantTo: ['portside_worker'],
  })
  // Whoever never came leaves nothing behind but what was written down of the invitation.
  await createLookup(db, {
    signature: 'app.withdraw_staff_invitation(uuid)',
    definition: `
      create function app.withdraw_staff_invitation(p_id uuid)
      returns boolean language sql ${PIN}
      as $$
        with withdrawn as (
          delete from staff where id = p_id and invited_until is not null and password_hash is null
          returning 1)
        select exists (select 1 from withdrawn)
      $$`,
    grantTo: ['portside_worker'],
  })
}

/** Null in place of a role or of whether it is disabled: that stays. */
async function createChange(db: Kysely<unknown>): Promise<void> {
  await createLookup(db, {
    signature: 'app.change_staff(uuid, text, boolean)',
    definition: `
      create function app.change_staff(p_id uuid, p_role text, p_disabled boolean)
      returns text language plpgsql ${PIN}
      as $$
      declare
        s staff%rowtype;
        new_role text;
        new_disabled boolean;
      begin
        perform pg_advisory_xact_lock(hashtextextended('portside.staff', 0));
        select * into s from staff where id = p_id;
        if not found then return 'unknown'; end if;
        new_role := coalesce(p_role, s.role);
        new_disabled := coalesce(p_disabled, s.disabled_at is not null);
        if new_role = s.role and new_disabled = (s.disabled_at is not null) then return 'unchanged'; end if;
        if s.role = 'admin' and s.disabled_at is null and (new_role <> 'admin' or new_disabled)
          and not exists (
            select 1 from staff a where a.id <> s.id and a.role = 'admin' and a.disabled_at is null
              and a.password_hash is not null)
          then return 'last_admin'; end if;
        update staff set role = new_role,
          disabled_at = case when new_disabled then coalesce(s.disabled_at, now()) end
        where id = p_id;
        return 'changed';
      end $$`,
    grantTo: ['portside_worker'],
  })
}

async function createEnds(db: Kysely<unknown>): Promise<void> {
  await createLookup(db, {
    signature: 'app.end_sessions_of_staff(uuid, text)',
    definition: `
      create function app.end_sessions_of_staff(p_id uuid, p_reason text)
      returns integer language sql ${PIN}
      as $$
        with alive as (
          select id_hash, ${LIVE_SESSION} as live from staff_sessions
          where staff_id = p_id and ended_at is null for update),
        ended as (
          update staff_sessions s set ended_at = now(), end_reason = p_reason
          from alive a where a.id_hash = s.id_hash returning a.live)
        select count(*) filter (where live)::int from ended
      $$`,
    grantTo: ['portside_worker'],
  })
  await createLookup(db, {
    signature: 'app.remove_staff_factor(uuid)',
    definition: `
      create function app.remove_staff_factor(p_id uuid)
      returns boolean language sql ${PIN}
      as $$
        with removed as (delete from staff_totp_secrets where staff_id = p_id returning state)
        select exists (select 1 from removed where state = 'active')
      $$`,
    grantTo: ['portside_worker'],
  })
}
