/**
 * What may be used once, and mails about an account. Tokens are stored as hashes; what a mail must say that nobody
 * else may read (its link) is sealed, and gone once the mail is out.
 */
import { sql, type Kysely } from 'kysely'
import { createLookup, PIN } from '../parts/lookup-function.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTokens(db)
  await createMarks(db)
  await createAccountMails(db)
}

async function createTokens(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table single_use_tokens (
      token_hash bytea primary key check (length(token_hash) = 32),
      purpose text not null,
      subject text not null,
      payload jsonb not null default '{}',
      created_at timestamptz not null default now(),
      expires_at timestamptz not null
    )`.execute(db)
  await sql`create index single_use_tokens_subject on single_use_tokens (purpose, subject)`.execute(
    db,
  )
  await sql`create index single_use_tokens_expiry on single_use_tokens (expires_at)`.execute(db)
  await sql`grant select, insert, delete on single_use_tokens to portside_lookup`.execute(db)
  await sql`grant select, delete on single_use_tokens to portside_worker`.execute(db)
  await createLookup(db, {
    signature: 'app.issue_token(bytea, text, text, jsonb, interval)',
    definition: `
      create function app.issue_token(
        p_hash bytea, p_purpose text, p_subject text, p_payload jsonb, p_lifetime interval)
      returns void language sql ${PIN}
      as $$
        insert into single_use_tokens (token_hash, purpose, subject, payload, expires_at)
        values (p_hash, p_purpose, p_subject, p_payload, now() + p_lifetime)
      $$`,
    grantTo: ['portside_app', 'portside_staff'],
  })
  // One row, one winner: whoever deletes it has it.
  await createLookup(db, {
    signature: 'app.consume_token(bytea, text)',
    definition: `
      create function app.consume_token(p_hash bytea, p_purpose text)
      returns table (subject text, payload jsonb)
      language sql ${PIN}
      as $$
        delete from single_use_tokens
        where token_hash = p_hash and purpose = p_purpose and expires_at > now()
        returning subject, payload
      $$`,
    grantTo: ['portside_app', 'portside_staff'],
  })
  await createLookup(db, {
    signature: 'app.peek_token(bytea, text)',
    definition: `
      create function app.peek_token(p_hash bytea, p_purpose text)
      returns table (subject text, payload jsonb)
      language sql stable ${PIN}
      as $$
        select subject, payload from single_use_tokens
        where token_hash = p_hash and purpose = p_purpose and expires_at > now()
      $$`,
    grantTo: ['portside_app', 'portside_staff'],
  })
  await createLookup(db, {
    signature: 'app.revoke_tokens(text, text)',
    definition: `
      create function app.revoke_tokens(p_purpose text, p_subject text)
      returns bigint language sql ${PIN}
      as $$
        with removed as (
          delete from single_use_tokens where purpose = p_purpose and subject = p_subject returning 1)
        select count(*) from removed
      $$`,
    grantTo: ['portside_app', 'portside_staff'],
  })
}

/** For what we did not issue ourselves (a code of an app, an assertion of somebody else): the first use wins. */
async function createMarks(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table used_marks (
      purpose text not null,
      mark_hash bytea not null check (length(mark_hash) = 32),
      expires_at timestamptz not null,
      primary key (purpose, mark_hash)
    )`.execute(db)
  await sql`create index used_marks_expiry on used_marks (expires_at)`.execute(db)
  await sql`grant select, insert on used_marks to portside_lookup`.execute(db)
  await sql`grant select, delete on used_marks to portside_worker`.execute(db)
  await createLookup(db, {
    signature: 'app.mark_used(text, bytea, interval)',
    definition: `
      create function app.mark_used(p_purpose text, p_hash bytea, p_keep interval)
      returns boolean language sql ${PIN}
      as $$
        with marked as (
          insert into used_marks (purpose, mark_hash, expires_at)
          values (p_purpose, p_hash, now() + p_keep)
          on conflict do nothing returning 1)
        select exists (select 1 from marked)
      $$`,
    grantTo: ['portside_app', 'portside_staff'],
  })
}

async function createAccountMails(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table account_mails (
      id uuid primary key,
      template text not null,
      recipient text not null check (length(recipient) <= 320),
      sealed text,
      state text not null default 'pending' check (state in ('pending', 'sending', 'sent', 'failed')),
      attempts integer not null default 0,
      reason text,
      provider_id text,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      finished_at timestamptz
    )`.execute(db)
  await sql`
    create index account_mails_open on account_mails (created_at) where state in ('pending', 'sending')`.execute(
    db,
  )
  await sql`create index account_mails_age on account_mails (created_at)`.execute(db)
  await sql`grant insert on account_mails to portside_lookup`.execute(db)
  await sql`grant select, update, delete on account_mails to portside_worker`.execute(db)
  await createLookup(db, {
    signature: 'app.queue_account_mail(uuid, text, text, text, interval)',
    definition: `
      create function app.queue_account_mail(
        p_id uuid, p_template text, p_recipient text, p_sealed text, p_lifetime interval)
      returns void language sql ${PIN}
      as $$
        insert into account_mails (id, template, recipient, sealed, expires_at)
        values (p_id, p_template, p_recipient, p_sealed, now() + p_lifetime)
      $$`,
    grantTo: ['portside_app', 'portside_worker'],
  })
}
