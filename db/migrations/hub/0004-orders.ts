/**
 * Mirrored orders. Lines, shipments and history belong to their order and are replaced with it;
 * every key and foreign key leads with the tenant, so a row can never attach to another tenant's parent.
 */
import { sql, type Kysely } from 'kysely'
import { secureTenantTable } from '../parts/tenant-table.ts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table orders (
      tenant_id uuid not null references tenants (id),
      id uuid not null,
      connection_id uuid not null references connections (id),
      external_id text not null,
      version bigint not null,
      content_hash bytea not null,
      number text not null,
      title text not null,
      state text not null check (state in
        ('received', 'confirmed', 'in_production', 'packed', 'in_transit', 'delivered', 'cancelled')),
      customer_reference text,
      site text,
      placed_by_email text,
      owner_person_id uuid,
      currency text not null check (currency ~ '^[A-Z]{3}$'),
      total_minor bigint not null,
      placed_at timestamptz not null,
      first_promised_on date,
      promised_on date,
      delivered_at timestamptz,
      changed_at timestamptz not null,
      synced_at timestamptz not null default now(),
      deleted_at timestamptz,
      state_rank smallint not null generated always as (
        array_position(
          '{received,confirmed,in_production,packed,in_transit,delivered,cancelled}'::text[], state)
      ) stored,
      search_text text not null generated always as (
        lower(number || ' ' || title || ' ' || coalesce(customer_reference, '') || ' ' || coalesce(site, ''))
      ) stored,
      primary key (tenant_id, id),
      unique (tenant_id, connection_id, external_id)
    )`.execute(db)
  // One index per sort of the list; `id` makes the order total for keyset paging.
  for (const column of ['changed_at', 'placed_at', 'number', 'total_minor']) {
    await sql
      .raw(
        `create index orders_by_${column} on orders (tenant_id, ${column}, id) where deleted_at is null`,
      )
      .execute(db)
  }
  // Counts and sums by state are read from the index alone.
  await sql`
    create index orders_by_state_rank on orders (tenant_id, state_rank, id)
    include (currency, total_minor) where deleted_at is null`.execute(db)
  // From site to site in as many steps as there are sites.
  await sql`
    create index orders_site on orders (tenant_id, site)
    where deleted_at is null and site is not null`.execute(db)
  // A delivery date that is not known sorts last in both directions. CASE, not coalesce: the planner takes coalesce
  // for leaky, and would keep it out of the index condition under row level security.
  for (const [name, unknown] of [
    ['first', 'infinity'],
    ['last', '-infinity'],
  ] as const) {
    await sql
      .raw(
        `create index orders_by_delivery_${name}
         on orders (tenant_id, (case when promised_on is null then '${unknown}'::date else promised_on end), id)
         where deleted_at is null`,
      )
      .execute(db)
  }
  await sql`
    create index orders_open on orders (tenant_id, promised_on, id)
    where deleted_at is null and state not in ('delivered', 'cancelled')`.execute(db)

  await sql`
    create table order_lines (
      tenant_id uuid not null,
      order_id uuid not null,
      position integer not null,
      article text not null,
      description text not null,
      quantity numeric not null,
      unit text not null,
      unit_price_minor bigint not null,
      amount_minor bigint not null,
      primary key (tenant_id, order_id, position),
      foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade
    )`.execute(db)

  await sql`
    create table order_shipments (
      tenant_id uuid not null,
      order_id uuid not null,
      external_id text not null,
      state text not null check (state in ('preparing', 'in_transit', 'delivered')),
      carrier text,
      tracking_number text,
      tracking_url text,
      shipped_at timestamptz,
      expected_on date,
      delivered_at timestamptz,
      contents jsonb not null default '[]',
      primary key (tenant_id, order_id, external_id),
      foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade
    )`.execute(db)

  await sql`
    create table order_events (
      tenant_id uuid not null,
      order_id uuid not null,
      external_id text not null,
      at timestamptz not null,
      kind text not null check (kind in ('state', 'delivery_date', 'shipment', 'note')),
      state text,
      from_date date,
      to_date date,
      shipment_external_id text,
      note text,
      primary key (tenant_id, order_id, external_id),
      foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade
    )`.execute(db)
  await sql`create index order_events_recent on order_events (tenant_id, at desc, external_id desc)`.execute(
    db,
  )

  for (const table of ['orders', 'order_lines', 'order_shipments', 'order_events']) {
    await secureTenantTable(db, table, {
      app: ['select'],
      worker: ['select', 'insert', 'update', 'delete'],
    })
  }
}
