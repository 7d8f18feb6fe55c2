/**
 * What a person proves with besides a password, and what they do with their own account: second factors, passkeys,
 * the list of their sessions, password, profile, and a change of address that both addresses confirm.
 */
import { sql, type Kysely } from 'kysely'
import { createLookup } from '../parts/lookup-function.ts'
import {
  createAccountLookups,
  createAddressLookups,
  createOwnDataLookups,
} from './account-lookups.ts'
import { body, lookup } from './app-lookup.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTables(db)
  for (const create of [
    createTotpLookups,
    createPasskeyLookups,
    createSessionLookups,
    createAccountLookups,
    createAddressLookups,
    createOwnDataLookups,
  ]) {
    await create(db)
  }
}

async function createTables(db: Kysely<unknown>): Promise<void> {
  // A new secret waits beside the one in use until a code of it was shown.
  await sql`
    create table totp_secrets (
      person_id uuid not null references people (id),
      state text not null check (state in ('pending', 'active')),
      sealed text not null,
      created_at timestamptz not null default now(),
      primary key (person_id, state)
    )`.execute(db)
  await sql`
    create table passkeys (
      credential_id text primary key check (length(credential_id) <= 1400),
      id uuid not null unique,
      person_id uuid not null references people (id),
      name text not null check (length(name) between 1 and 80),
      public_key bytea not null,
      counter bigint not null,
      transports text[] not null default '{}',
      created_at timestamptz not null default now(),
      last_used_at timestamptz
    )`.execute(db)
  await sql`create index passkeys_person on passkeys (person_id)`.execute(db)
  await sql`
    create table email_changes (
      id uuid primary key,
      person_id uuid not null unique references people (id),
      address text not null check (address = lower(address) and length(address) <= 320),
      old_confirmed boolean not null default false,
      new_confirmed boolean not null default false,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null
    )`.execute(db)
  const tables = 'totp_secrets, passkeys, email_changes'
  await sql.raw(`grant select, insert, update, delete on ${tables} to portside_lookup`).execute(db)
  await sql`grant update (email, name, locale, time_zone, password_hash) on people to portside_lookup`.execute(
    db,
  )
}

async function createTotpLookups(db: Kysely<unknown>): Promise<void> {
  await lookup(
    db,
    'find_factors(p_person_id uuid)',
    `returns table (totp text, totp_since timestamptz, pending_totp text, passkeys integer, recovery_codes integer)
     stable ${body(`
       select a.sealed, a.created_at, p.sealed,
         (select count(*)::int from passkeys k where k.person_id = p_person_id),
         (select count(*)::int from single_use_tokens t
          where t.purpose = 'recovery_code' and t.subject = p_person_id::text and t.expires_at > now())
       from (select 1) as one
       left join totp_secrets a on a.person_id = p_person_id and a.state = 'active'
       left join totp_secrets p on p.person_id = p_person_id and p.state = 'pending'
         and p.created_at > now() - interval '1 hour'`)}`,
  )
  await createLookup(db, {
    signature: 'app.count_tokens(text, text)',
    definition: `create function app.count_tokens(p_purpose text, p_subject text) returns bigint stable ${body(`
      select count(*) from single_use_tokens
      where purpose = p_purpose and subject = p_subject and expires_at > now()`)}`,
    grantTo: ['portside_app', 'portside_staff'],
  })
  await lookup(
    db,
    'save_pending_totp(p_person_id uuid, p_sealed text)',
    `returns void ${body(`
       insert into totp_secrets (person_id, state, sealed) values (p_person_id, 'pending', p_sealed)
       on conflict (person_id, state) do update set sealed = excluded.sealed, created_at = now()`)}`,
  )
  // By its text: what was verified is what becomes active, whatever another tab has begun meanwhile.
  await lookup(
    db,
    'activate_totp(p_person_id uuid, p_sealed text)',
    `returns boolean ${body(
      `begin
         perform from totp_secrets
         where person_id = p_person_id and state = 'pending' and sealed = p_sealed for update;
         if not found then return false; end if;
         delete from totp_secrets where person_id = p_person_id and state = 'active';
         update totp_secrets set state = 'active', created_at = now() where person_id = p_person_id;
         return true;
       end`,
      'plpgsql',
    )}`,
  )
  await lookup(
    db,
    'remove_totp(p_person_id uuid)',
    `returns boolean ${body(`
       with removed as (delete from totp_secrets where person_id = p_person_id returning state)
       select exists (select 1 from removed where state = 'active')`)}`,
  )
}

async function createPasskeyLookups(db: Kysely<unknown>): Promise<void> {
  await lookup(
    db,
    'list_passkeys(p_person_id uuid)',
    `returns table (id uuid, credential_id text, name text, transports text[], created_at timestamptz,
       last_used_at timestamptz)
     stable ${body(`
       select id, credential_id, name, transports, created_at, last_used_at from passkeys
       where person_id = p_person_id order by created_at, id`)}`,
  )
  await lookup(
    db,
    'find_passkey(p_credential_id text)',
    `returns table (person_id uuid, email text, public_key bytea, counter bigint, transports text[])
     stable ${body(`
       select k.person_id, p.email, k.public_key, k.counter, k.transports
       from passkeys k join people p on p.id = k.person_id and p.disabled_at is null
       where k.credential_id = p_credential_id`)}`,
  )
  await lookup(
    db,
    `add_passkey(p_id uuid, p_person_id uuid, p_credential_id text, p_name text, p_public_key bytea,
       p_counter bigint, p_transports text[])`,
    `returns boolean ${body(`
       with added as (
         insert into passkeys (id, person_id, credential_id, name, public_key, counter, transports)
         values (p_id, p_person_id, p_credential_id, p_name, p_public_key, p_counter, p_transports)
         on conflict do nothing returning 1)
       select exists (select 1 from added)`)}`,
  )
  // A counter that does not grow tells of a copy; authenticators that do not count send zero.
  await lookup(
    db,
    'use_passkey(p_credential_id text, p_counter bigint)',
    `returns boolean ${body(`
       with used as (
         update passkeys set counter = p_counter, last_used_at = now()
         where credential_id = p_credential_id and (p_counter > counter or (p_counter = 0 and counter = 0))
         returning 1)
       select exists (select 1 from used)`)}`,
  )
  await lookup(
    db,
    'rename_passkey(p_person_id uuid, p_id uuid, p_name text)',
    `returns text ${body(
      `declare before text;
       begin
         select name into before from passkeys where id = p_id and person_id = p_person_id for update;
         if found then update passkeys set name = p_name where id = p_id; end if;
         return before;
       end`,
      'plpgsql',
    )}`,
  )
  await lookup(
    db,
    'remove_passkey(p_person_id uuid, p_id uuid)',
    `returns text ${body(
      'delete from passkeys where id = p_id and person_id = p_person_id returning name',
    )}`,
  )
}

async function createSessionLookups(db: Kysely<unknown>): Promise<void> {
  await lookup(
    db,
    'list_sessions(p_person_id uuid)',
    `returns table (handle uuid, method text, strong boolean, created_at timestamptz, seen_at timestamptz,
       address text, user_agent text)
     stable ${body(`
       select s.handle, s.method, s.strong, s.created_at, s.seen_at, s.address, s.user_agent
       from sessions s
       cross join lateral (
         select coalesce(min(t.idle_minutes), 30) as idle, coalesce(min(t.absolute_hours), 12) as absolute
         from memberships m join tenants t on t.id = m.tenant_id
         where m.person_id = s.person_id and t.state = 'active') as strictest
       where s.person_id = p_person_id and s.ended_at is null and s.expires_at > now()
         and s.seen_at > now() - make_interval(mins => strictest.idle)
         and s.created_at > now() - make_interval(hours => strictest.absolute)
       order by s.seen_at desc, s.handle`)}`,
  )
  await lookup(
    db,
    'end_own_sessions(p_person_id uuid, p_handle uuid, p_except bytea, p_reason text)',
    `returns integer ${body(`
       with ended as (
         update sessions set ended_at = now(), end_reason = p_reason
         where person_id = p_person_id and ended_at is null
           and (p_handle is null or handle = p_handle)
           and (p_except is null or id_hash <> p_except)
         returning 1)
       select count(*)::int from ended`)}`,
  )
  // The same session under a new id, and stronger: its limits stay those of the sign-in.
  await lookup(
    db,
    'renew_session(p_old bytea, p_new bytea, p_strong boolean)',
    `returns boolean ${body(
      `declare s sessions%rowtype;
       begin
         update sessions set ended_at = now(), end_reason = 'rotated'
         where id_hash = p_old and ended_at is null and expires_at > now() returning * into s;
         if not found then return false; end if;
         insert into sessions (id_hash, person_id, created_at, seen_at, expires_at, address, user_agent, method,
           strong, provider_id, provider_tenant_id, reauthenticated_at)
         values (p_new, s.person_id, s.created_at, now(), s.expires_at, s.address, s.user_agent, s.method,
           s.strong or p_strong, s.provider_id, s.provider_tenant_id, now());
         return true;
       end`,
      'plpgsql',
    )}`,
  )
  await lookup(
    db,
    'reauthenticate_session(p_id_hash bytea)',
    `returns void ${body(
      'update sessions set reauthenticated_at = now() where id_hash = p_id_hash and ended_at is null',
    )}`,
  )
}
