/**
 * Returns of orders: parts of their order like shipments, replaced with it. The credit note one ended in is referred to
 * by its number, since another source tells of it, perhaps later or never.
 */
import { sql, type Kysely } from 'kysely'
import { secureTenantTable } from '../parts/tenant-table.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `create table order_returns (
       tenant_id uuid not null,
       order_id uuid not null,
       number text not null,
       state text not null check (state in
         ('requested', 'approved', 'in_transit', 'received', 'closed', 'refused', 'other')),
       source_state text,
       reason text,
       carrier text,
       tracking_number text,
       tracking_url text,
       requested_at timestamptz not null,
       received_at timestamptz,
       credit_note_number text,
       contents jsonb not null default '[]',
       primary key (tenant_id, order_id, number),
       foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade)`,
    `alter table order_events
       add column return_number text,
       drop constraint order_events_kind_check,
       add constraint order_events_kind_check check (kind in
         ('state', 'delivery_date', 'shipment', 'return', 'note'))`,
    // Which invoice a credit note is of, by what people call it.
    'create index credit_notes_number on credit_notes (tenant_id, number) where deleted_at is null',
  ]) {
    await sql.raw(statement).execute(db)
  }
  await secureTenantTable(db, 'order_returns', {
    app: ['select'],
    worker: ['select', 'insert', 'update', 'delete'],
  })
}
