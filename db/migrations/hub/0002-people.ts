/**
 * Who can sign in and where they belong. People and sessions are global: the app role reads them through
 * definer functions only (0006), so no query of a page can ever list them.
 */
import { sql, type Kysely } from 'kysely'
import { secureTenantTable } from '../parts/tenant-table.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table tenants (
      id uuid primary key,
      slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
      name text not null check (length(name) between 1 and 200),
      brand_color text not null default '#0e6470' check (brand_color ~ '^#[0-9a-f]{6}$'),
      time_zone text not null default 'Europe/Berlin',
      locale text not null default 'en',
      state text not null default 'active' check (state in ('active', 'suspended')),
      idle_minutes integer not null default 30 check (idle_minutes between 5 and 1440),
      created_at timestamptz not null default now()
    )`.execute(db)
  await secureTenantTable(db, 'tenants', {
    column: 'id',
    app: ['select'],
    worker: ['select'],
    lookup: true,
  })

  await sql`
    create table people (
      id uuid primary key,
      email text not null unique check (email = lower(email) and length(email) <= 320),
      name text not null check (length(name) between 1 and 200),
      password_hash text,
      locale text not null default 'en',
      time_zone text,
      created_at timestamptz not null default now(),
      disabled_at timestamptz
    )`.execute(db)
  await sql`grant select (id, email, name) on people to portside_worker`.execute(db)

  await sql`
    create table memberships (
      tenant_id uuid not null references tenants (id),
      person_id uuid not null references people (id),
      role text not null check (role in ('admin', 'billing', 'project')),
      created_at timestamptz not null default now(),
      primary key (tenant_id, person_id)
    )`.execute(db)
  await sql`create index memberships_person on memberships (person_id, tenant_id)`.execute(db)
  await secureTenantTable(db, 'memberships', {
    app: ['select', 'insert', 'update', 'delete'],
    worker: ['select'],
    lookup: true,
  })

  await sql`
    create table sessions (
      id_hash bytea primary key check (length(id_hash) = 32),
      person_id uuid not null references people (id),
      created_at timestamptz not null default now(),
      seen_at timestamptz not null default now(),
      expires_at timestamptz not null,
      ended_at timestamptz,
      end_reason text,
      address text,
      user_agent text
    )`.execute(db)
  await sql`create index sessions_person on sessions (person_id) where ended_at is null`.execute(db)
  await sql`create index sessions_expiry on sessions (expires_at)`.execute(db)

  await sql`
    create table staff (
      id uuid primary key,
      email text not null unique check (email = lower(email)),
      name text not null,
      password_hash text,
      role text not null check (role in ('agent', 'operations', 'admin')),
      created_at timestamptz not null default now(),
      disabled_at timestamptz
    )`.execute(db)

  // Shape required by rate-limiter-flexible's PostgreSQL store.
  await sql`
    create table rate_limits (
      key varchar(255) primary key,
      points integer not null default 0,
      expire bigint
    )`.execute(db)
  await sql`grant select, insert, update, delete on rate_limits to portside_app`.execute(db)
}
