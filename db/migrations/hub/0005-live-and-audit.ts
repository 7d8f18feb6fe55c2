/**
 * Live events with commit-ordered positions per tenant, and the append-only audit log.
 * Nobody but the owner may change or remove an audit entry.
 */
import { sql, type Kysely } from 'kysely'
import { secureTenantTable } from '../parts/tenant-table.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table live_positions (
      tenant_id uuid primary key references tenants (id),
      position bigint not null default 0
    )`.execute(db)
  await secureTenantTable(db, 'live_positions', {
    app: ['select', 'insert', 'update'],
    worker: ['select', 'insert', 'update'],
  })

  await sql`
    create table live_events (
      tenant_id uuid not null references tenants (id),
      position bigint not null,
      module text not null,
      kind text not null,
      record_id uuid not null,
      version bigint not null,
      owner_person_ids uuid[] not null default '{}',
      request_id text,
      at timestamptz not null default now(),
      primary key (tenant_id, position)
    )`.execute(db)
  await sql`create index live_events_age on live_events (tenant_id, at)`.execute(db)
  await secureTenantTable(db, 'live_events', {
    app: ['select', 'insert'],
    worker: ['select', 'insert', 'delete'],
  })

  await sql`
    create table audit_entries (
      tenant_id uuid not null references tenants (id),
      id uuid not null,
      at timestamptz not null default now(),
      actor_kind text not null check (actor_kind in ('member', 'staff', 'source', 'system')),
      actor_id uuid,
      actor_name text not null,
      action text not null,
      module text not null,
      subject_kind text not null,
      subject_id uuid,
      subject_label text not null,
      changes jsonb not null default '{}',
      request_id text,
      primary key (tenant_id, id)
    )`.execute(db)
  await sql`create index audit_entries_recent on audit_entries (tenant_id, at desc, id)`.execute(db)
  await sql`
    create index audit_entries_subject on audit_entries (tenant_id, subject_kind, subject_id, at desc)`.execute(
    db,
  )
  await secureTenantTable(db, 'audit_entries', {
    app: ['select', 'insert'],
    worker: ['select', 'insert'],
  })
}
