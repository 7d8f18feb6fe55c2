/** Part of 0018: a person's own account, a change of their address, and what they may take along. */
import { sql, type Kysely } from 'kysely'
import { body, lookup } from './app-lookup.ts'

export async function createAccountLookups(db: Kysely<unknown>): Promise<void> {
  await lookup(
    db,
    'find_account(p_person_id uuid)',
    `returns table (person_id uuid, email text, name text, locale text, time_zone text, password_hash text)
     stable ${body(`
       select id, email, name, locale, time_zone, password_hash from people
       where id = p_person_id and disabled_at is null`)}`,
  )
  await lookup(
    db,
    'tenants_of_person(p_person_id uuid)',
    `returns table (tenant_id uuid)
     stable ${body(`
       select m.tenant_id from memberships m join tenants t on t.id = m.tenant_id
       where m.person_id = p_person_id and t.state = 'active' order by m.tenant_id`)}`,
  )
  await lookup(
    db,
    'set_password(p_person_id uuid, p_hash text)',
    `returns void ${body('update people set password_hash = p_hash where id = p_person_id')}`,
  )
  await lookup(
    db,
    'save_profile(p_person_id uuid, p_name text, p_locale text, p_time_zone text)',
    `returns void ${body(`
       update people set name = p_name, locale = p_locale, time_zone = p_time_zone
       where id = p_person_id`)}`,
  )
}

export async function createAddressLookups(db: Kysely<unknown>): Promise<void> {
  await lookup(
    db,
    'begin_email_change(p_id uuid, p_person_id uuid, p_address text, p_lifetime interval)',
    `returns boolean ${body(`
       insert into email_changes (id, person_id, address, expires_at)
       values (p_id, p_person_id, lower(p_address), now() + p_lifetime)
       on conflict (person_id) do update
         set id = excluded.id, address = excluded.address, old_confirmed = false, new_confirmed = false,
           created_at = now(), expires_at = excluded.expires_at;
       select not exists (select 1 from people where email = lower(p_address))`)}`,
  )
  await lookup(
    db,
    'find_email_change(p_person_id uuid)',
    `returns table (id uuid, address text, old_confirmed boolean, new_confirmed boolean, expires_at timestamptz)
     stable ${body(`
       select id, address, old_confirmed, new_confirmed, expires_at from email_changes
       where person_id = p_person_id and expires_at > now()`)}`,
  )
  await lookup(
    db,
    'confirm_email_change(p_id uuid, p_side text)',
    `returns text ${body(
      `declare c email_changes%rowtype;
       begin
         update email_changes set
           old_confirmed = old_confirmed or p_side = 'old', new_confirmed = new_confirmed or p_side = 'new'
         where id = p_id and expires_at > now() returning * into c;
         if not found then return 'gone'; end if;
         if not (c.old_confirmed and c.new_confirmed) then return 'waiting'; end if;
         delete from email_changes where id = p_id;
         begin
           update people set email = c.address where id = c.person_id;
         exception when unique_violation then return 'taken';
         end;
         return 'changed';
       end`,
      'plpgsql',
    )}`,
  )
  await lookup(
    db,
    'stop_email_change(p_person_id uuid)',
    `returns boolean ${body(`
       with stopped as (delete from email_changes where person_id = p_person_id returning 1)
       select exists (select 1 from stopped)`)}`,
  )
}

/** What outside of tenants names a person, for their own export; secrets and hashes stay where they are. */
export async function createOwnDataLookups(db: Kysely<unknown>): Promise<void> {
  await lookup(
    db,
    'own_data(p_person_id uuid)',
    `returns table (relation text, rows jsonb)
     stable ${body(`
       select 'people', coalesce(jsonb_agg(jsonb_build_object('id', id, 'email', email, 'name', name,
         'locale', locale, 'time_zone', time_zone, 'created_at', created_at,
         'has_password', password_hash is not null)), '[]')
       from people where id = p_person_id
       union all
       select 'sessions', coalesce(jsonb_agg(jsonb_build_object('handle', handle, 'created_at', created_at,
         'seen_at', seen_at, 'expires_at', expires_at, 'ended_at', ended_at, 'end_reason', end_reason,
         'address', address, 'user_agent', user_agent, 'method', method, 'strong', strong)
         order by created_at), '[]')
       from sessions where person_id = p_person_id
       union all
       select 'identities', coalesce(jsonb_agg(jsonb_build_object('issuer', issuer, 'subject', subject,
         'tenant_id', tenant_id, 'created_at', created_at, 'used_at', used_at) order by created_at), '[]')
       from identities where person_id = p_person_id
       union all
       select 'totp_secrets', coalesce(jsonb_agg(jsonb_build_object('state', state,
         'created_at', created_at)), '[]')
       from totp_secrets where person_id = p_person_id
       union all
       select 'passkeys', coalesce(jsonb_agg(jsonb_build_object('name', name, 'credential_id', credential_id,
         'created_at', created_at, 'last_used_at', last_used_at) order by created_at), '[]')
       from passkeys where person_id = p_person_id
       union all
       select 'email_changes', coalesce(jsonb_agg(jsonb_build_object('address', address,
         'old_confirmed', old_confirmed, 'new_confirmed', new_confirmed, 'created_at', created_at)), '[]')
       from email_changes where person_id = p_person_id
       union all
       select 'single_use_tokens', coalesce(jsonb_agg(jsonb_build_object('purpose', purpose,
         'created_at', created_at, 'expires_at', expires_at) order by created_at), '[]')
       from single_use_tokens where subject = p_person_id::text
       union all
       select 'account_mails', coalesce(jsonb_agg(jsonb_build_object('template', m.template,
         'recipient', m.recipient, 'state', m.state, 'created_at', m.created_at) order by m.created_at), '[]')
       from account_mails m join people p on p.email = lower(m.recipient) where p.id = p_person_id`)}`,
  )
  await sql`grant select (template, recipient, state, created_at) on account_mails to portside_lookup`.execute(
    db,
  )
}
