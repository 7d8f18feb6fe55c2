/**
 * What HubSpot and Stripe own: companies and contacts, customers, invoices with lines, payments. Records refer to
 * each other by external id and without foreign keys, since a child may arrive before its parent.
 */
import { sql, type Kysely } from 'kysely'
import { MIRROR_COLUMNS } from '../parts/mirror-columns.ts'
import { secureTenantTable } from '../parts/tenant-table.ts'

const ADDRESS = 'street text, postal_code text, city text, region text, country text'

export async function up(db: Kysely<unknown>): Promise<void> {
  await createCrm(db)
  await createBilling(db)
  for (const table of [
    'companies',
    'contacts',
    'billing_customers',
    'invoices',
    'invoice_lines',
    'payments',
  ]) {
    await secureTenantTable(db, table, {
      app: ['select'],
      worker: ['select', 'insert', 'update', 'delete'],
    })
  }
}

async function createCrm(db: Kysely<unknown>): Promise<void> {
  await run(
    db,
    `create table companies (
      name text not null, domain text, phone text, industry text, ${ADDRESS}, ${MIRROR_COLUMNS})`,
    `create table contacts (
      company_external_id text, name text not null, email text, phone text, job_title text,
      ${MIRROR_COLUMNS})`,
    `create index contacts_company on contacts (tenant_id, connection_id, company_external_id, name, id)
     where deleted_at is null`,
  )
}

async function createBilling(db: Kysely<unknown>): Promise<void> {
  await run(
    db,
    `create table billing_customers (
      name text, email text, phone text, ${ADDRESS}, tax_ids text[] not null default '{}',
      ${MIRROR_COLUMNS})`,
    `create table invoices (
      customer_external_id text not null,
      number text,
      state text not null check (state in ('draft', 'open', 'paid', 'void', 'uncollectible')),
      currency text not null check (currency ~ '^[A-Z]{3}$'),
      subtotal_minor bigint not null,
      tax_minor bigint not null,
      total_minor bigint not null,
      paid_minor bigint not null,
      remaining_minor bigint not null,
      description text,
      order_number text,
      created_at timestamptz not null,
      issued_at timestamptz,
      due_at timestamptz,
      paid_at timestamptz,
      voided_at timestamptz,
      hosted_url text,
      pdf_url text,
      search_text text not null generated always as (
        lower(coalesce(number, '') || ' ' || coalesce(description, '') || ' ' || coalesce(order_number, ''))
      ) stored,
      ${MIRROR_COLUMNS})`,
    `create table invoice_lines (
      tenant_id uuid not null,
      invoice_id uuid not null,
      external_id text not null,
      position integer not null,
      description text not null,
      quantity numeric,
      unit_price_minor bigint,
      amount_minor bigint not null,
      period_start timestamptz,
      period_end timestamptz,
      primary key (tenant_id, invoice_id, external_id),
      foreign key (tenant_id, invoice_id) references invoices (tenant_id, id) on delete cascade)`,
    `create table payments (
      customer_external_id text,
      invoice_external_id text,
      state text not null check (state in ('pending', 'processing', 'succeeded', 'failed', 'cancelled')),
      amount_minor bigint not null,
      refunded_minor bigint not null,
      currency text not null check (currency ~ '^[A-Z]{3}$'),
      method_label text,
      receipt_url text,
      failure_message text,
      created_at timestamptz not null,
      ${MIRROR_COLUMNS})`,
    // Which payments an invoice has, and which invoices are being paid right now.
    `create index payments_invoice on payments (tenant_id, connection_id, invoice_external_id, created_at)
     where deleted_at is null and invoice_external_id is not null`,
    `create index invoices_order on invoices (tenant_id, order_number)
     where deleted_at is null and order_number is not null`,
    // One index per sort of the list; drafts are never shown. Without a number an invoice comes first, without a date
    // of issue that of creation stands in: CASE, not coalesce, which the planner takes for leaky.
    ...Object.entries({
      total_minor: 'total_minor',
      changed_at: 'changed_at',
      issued: '(case when issued_at is null then created_at else issued_at end)',
      number: `(case when number is null then '' else number end)`,
    }).map(
      ([name, sort]) =>
        `create index invoices_by_${name} on invoices (tenant_id, ${sort}, id)
         where deleted_at is null and state <> 'draft'`,
    ),
    // An invoice without a due date sorts last in both directions, as a delivery date that is not known does.
    ...(['infinity', '-infinity'] as const).map(
      (unknown, index) =>
        `create index invoices_by_due_${index === 0 ? 'first' : 'last'} on invoices
         (tenant_id, (case when due_at is null then '${unknown}'::timestamptz else due_at end), id)
         where deleted_at is null and state <> 'draft'`,
    ),
    // Counts and sums by state are read from the index alone.
    `create index invoices_by_state on invoices (tenant_id, state, due_at, id)
     include (currency, total_minor, remaining_minor) where deleted_at is null and state <> 'draft'`,
  )
}

async function run(db: Kysely<unknown>, ...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}
