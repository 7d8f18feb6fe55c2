/**
 * The hub's own tables: connections, links, the inbox that is also the queue, checkpoints and runs.
 * System tables have no tenant policy and no grant to the app role; it reaches them through the functions of 0006 and 0007.
 */
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table connections (
      id uuid primary key,
      source text not null check (source in ('orders', 'hubspot', 'stripe')),
      name text not null,
      state text not null default 'active' check (state in ('active', 'paused', 'parked', 'disabled')),
      state_reason text,
      base_url text not null,
      credentials text not null,
      webhook_secrets jsonb not null default '[]',
      created_at timestamptz not null default now(),
      last_event_at timestamptz,
      last_checked_at timestamptz,
      last_error text,
      last_error_at timestamptz
    )`.execute(db)

  await sql`
    create table links (
      connection_id uuid not null references connections (id),
      external_id text not null,
      tenant_id uuid not null references tenants (id),
      created_at timestamptz not null default now(),
      primary key (connection_id, external_id)
    )`.execute(db)
  await sql`create index links_tenant on links (tenant_id)`.execute(db)

  await sql`
    create table record_owners (
      connection_id uuid not null references connections (id),
      kind text not null,
      external_id text not null,
      tenant_id uuid not null references tenants (id),
      primary key (connection_id, kind, external_id)
    )`.execute(db)

  await sql`
    create table inbox (
      id uuid primary key,
      connection_id uuid not null references connections (id),
      event_key text not null,
      event_type text not null,
      kind text,
      external_id text,
      external_customer_id text,
      tenant_id uuid references tenants (id),
      version bigint,
      occurred_at timestamptz,
      received_at timestamptz not null default now(),
      body text not null,
      request_id text,
      state text not null check (state in ('pending', 'done', 'unmapped', 'quarantined', 'ignored')),
      verdict text,
      reason text,
      attempts integer not null default 0,
      claim uuid,
      due_at timestamptz not null default now(),
      finished_at timestamptz,
      unique (connection_id, event_key)
    )`.execute(db)
  // The lane a drain claims from; partial, so that a million finished rows cost it nothing.
  await sql`
    create index inbox_lane on inbox (connection_id, tenant_id, id) where state = 'pending'`.execute(
    db,
  )
  await sql`create index inbox_due on inbox (due_at) where state = 'pending'`.execute(db)
  await sql`
    create index inbox_unmapped on inbox (connection_id, external_customer_id)
    where state = 'unmapped'`.execute(db)
  await sql`create index inbox_finished on inbox (finished_at) where state in ('done', 'ignored')`.execute(
    db,
  )

  await sql`
    create table intake_refusals (
      connection_id uuid,
      reason text not null,
      minute timestamptz not null,
      count bigint not null default 1,
      unique nulls not distinct (connection_id, reason, minute)
    )`.execute(db)
  await sql`
    create table intake_refusal_samples (
      id uuid primary key default gen_random_uuid(),
      connection_id uuid,
      reason text not null,
      at timestamptz not null default clock_timestamp(),
      address text,
      user_agent text,
      event_key text
    )`.execute(db)
  await sql`create index on intake_refusal_samples (connection_id, at desc)`.execute(db)

  await sql`
    create table checkpoints (
      connection_id uuid not null references connections (id),
      kind text not null,
      lane text not null check (lane in ('backfill', 'poll')),
      cursor text,
      updated_since timestamptz,
      completed_at timestamptz,
      updated_at timestamptz not null default now(),
      primary key (connection_id, kind, lane)
    )`.execute(db)

  await sql`
    create table runs (
      id uuid primary key,
      connection_id uuid not null references connections (id),
      tenant_id uuid references tenants (id),
      kind text not null,
      lane text not null check (lane in ('backfill', 'poll', 'replay')),
      state text not null default 'running'
        check (state in ('running', 'completed', 'failed', 'cancelled', 'parked')),
      reason text,
      started_by text not null,
      started_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      finished_at timestamptz,
      attempt integer not null default 0,
      pages integer not null default 0,
      fetched integer not null default 0,
      written integer not null default 0,
      unchanged integer not null default 0,
      unmapped integer not null default 0,
      quarantined integer not null default 0
    )`.execute(db)
  await sql`create index runs_connection on runs (connection_id, started_at desc)`.execute(db)
  // At most one running backfill or poll per connection: a second start finds the first.
  await sql`
    create unique index runs_single on runs (connection_id, kind, lane) where state = 'running'`.execute(
    db,
  )

  const hub =
    'connections, links, record_owners, inbox, intake_refusals, intake_refusal_samples, checkpoints, runs'
  await sql.raw(`grant select, insert, update, delete on ${hub} to portside_worker`).execute(db)
  await sql.raw(`grant select on ${hub}, people, staff, sessions to portside_staff`).execute(db)
  // Staff see that a person exists, never a hash.
  await sql`revoke select on people, staff, sessions, connections from portside_staff`.execute(db)
  await sql`grant select (id, email, name, created_at, disabled_at) on people to portside_staff`.execute(
    db,
  )
  await sql`grant select (id, email, name, role, created_at, disabled_at) on staff to portside_staff`.execute(
    db,
  )
  await sql`
    grant select (id, source, name, state, state_reason, base_url, created_at, last_event_at,
      last_checked_at, last_error, last_error_at) on connections to portside_staff`.execute(db)
}
