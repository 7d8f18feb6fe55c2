/**
 * What customers have agreed to at Stripe: subscriptions with items, payment methods, credit notes. Names and prices of
 * the operator's catalogue stand in the items, so no table here is readable across tenants.
 */
import { sql, type Kysely } from 'kysely'
import { MIRROR_COLUMNS } from '../parts/mirror-columns.ts'
import { secureTenantTable } from '../parts/tenant-table.ts'

const STATES = [
  'trialing',
  'active',
  'past_due',
  'unpaid',
  'paused',
  'incomplete',
  'cancelled',
  'expired',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  await run(
    db,
    'alter table billing_customers add column payment_method_external_id text',
    `create table subscriptions (
      customer_external_id text not null,
      state text not null check (state in (${STATES.map((state) => `'${state}'`).join(', ')})),
      currency text not null check (currency ~ '^[A-Z]{3}$'),
      description text,
      plan text not null,
      quantity bigint,
      amount_minor bigint,
      collection text not null check (collection in ('automatic', 'invoice')),
      is_collection_paused boolean not null,
      started_at timestamptz not null,
      renews_at timestamptz,
      trial_ends_at timestamptz,
      cancels_at_period_end boolean not null,
      cancel_at timestamptz,
      cancelled_at timestamptz,
      ended_at timestamptz,
      payment_method_external_id text,
      ${MIRROR_COLUMNS})`,
    `create table subscription_items (
      tenant_id uuid not null,
      subscription_id uuid not null,
      external_id text not null,
      position integer not null,
      price_external_id text not null,
      product_external_id text not null,
      name text not null,
      quantity bigint,
      unit_price_minor bigint,
      amount_minor bigint,
      period_unit text not null check (period_unit in ('day', 'week', 'month', 'year')),
      period_count integer not null,
      period_start timestamptz not null,
      period_end timestamptz not null,
      primary key (tenant_id, subscription_id, external_id),
      foreign key (tenant_id, subscription_id) references subscriptions (tenant_id, id) on delete cascade)`,
    `create table payment_methods (
      customer_external_id text not null,
      type text not null,
      brand text,
      last4 text,
      expires_on date,
      label text not null,
      created_at timestamptz not null,
      ${MIRROR_COLUMNS})`,
    `create table credit_notes (
      customer_external_id text not null,
      invoice_external_id text not null,
      number text not null,
      state text not null check (state in ('issued', 'void')),
      currency text not null check (currency ~ '^[A-Z]{3}$'),
      reduced_minor bigint not null,
      returned_minor bigint not null,
      total_minor bigint not null,
      reason text,
      memo text,
      pdf_url text,
      issued_at timestamptz not null,
      voided_at timestamptz,
      ${MIRROR_COLUMNS})`,
    `create index subscriptions_started on subscriptions (tenant_id, started_at, id)
     where deleted_at is null`,
    `create index payment_methods_created on payment_methods (tenant_id, created_at, id)
     where deleted_at is null`,
    `create index credit_notes_invoice on credit_notes
     (tenant_id, connection_id, invoice_external_id, issued_at) where deleted_at is null`,
  )
  for (const table of ['subscriptions', 'subscription_items', 'payment_methods', 'credit_notes']) {
    await secureTenantTable(db, table, {
      app: ['select'],
      worker: ['select', 'insert', 'update', 'delete'],
    })
  }
}

async function run(db: Kysely<unknown>, ...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
