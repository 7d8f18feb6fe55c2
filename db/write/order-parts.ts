/** Lines, shipments and history of orders: they have no versions of their own and are replaced with their order. */
import { sql } from 'kysely'
import type { RecordId } from '#workflows/contracts/ids.ts'
import type { OrderRecord } from '#workflows/contracts/orders.ts'
import type { TenantTx } from '../tenant.ts'

export interface OrderParts {
  orderId: RecordId
  /** Undefined for a deleted order, which has none. */
  record: OrderRecord | undefined
}

export async function replaceOrderParts(
  trx: TenantTx,
  orders: readonly OrderParts[],
  /** Orders that may have parts already. */
  existing: readonly RecordId[],
): Promise<void> {
  if (existing.length > 0) await removeParts(trx, existing)
  const withParts = orders.flatMap(({ orderId, record }) => (record ? [{ orderId, record }] : []))
  if (withParts.length > 0) await insertParts(trx, withParts)
}

// One statement for all three tables: they do not refer to each other, and each round trip counts on the live path.
async function removeParts(trx: TenantTx, ids: readonly RecordId[]): Promise<void> {
  const own = sql`tenant_id = ${trx.tenantId} and order_id = any(${ids}::uuid[])`
  await sql`
    with lines as (delete from order_lines where ${own}),
      shipments as (delete from order_shipments where ${own})
    delete from order_events where ${own}`.execute(trx)
}

async function insertParts(
  trx: TenantTx,
  orders: readonly { orderId: RecordId; record: OrderRecord }[],
): Promise<void> {
  const rows = <T extends object>(parts: (record: OrderRecord) => readonly T[]): string =>
    JSON.stringify(
      orders.flatMap(({ orderId, record }) => parts(record).map((part) => ({ ...part, orderId }))),
    )
  await sql`
    with lines as (
      insert into order_lines (tenant_id, order_id, position, article, description, quantity, unit,
        unit_price_minor, amount_minor)
      select ${trx.tenantId}, r."orderId", r.position, r.article, r.description, r.quantity, r.unit,
        r."unitPriceMinor", r."amountMinor"
      from jsonb_to_recordset(${rows((record) => record.lines)}::jsonb) as r ("orderId" uuid,
        position integer, article text, description text, quantity numeric, unit text,
        "unitPriceMinor" bigint, "amountMinor" bigint)),
    shipments as (
      insert into order_shipments (tenant_id, order_id, external_id, state, carrier, tracking_number,
        tracking_url, shipped_at, expected_on, delivered_at, contents)
      select ${trx.tenantId}, r."orderId", r."externalId", r.state, r.carrier, r."trackingNumber",
        r."trackingUrl", r."shippedAt", r."expectedOn", r."deliveredAt", r.contents
      from jsonb_to_recordset(${rows((record) => record.shipments)}::jsonb) as r ("orderId" uuid,
        "externalId" text, state text, carrier text, "trackingNumber" text, "trackingUrl" text,
        "shippedAt" timestamptz, "expectedOn" date, "deliveredAt" timestamptz, contents jsonb))
    insert into order_events (tenant_id, order_id, external_id, at, kind, state, from_date, to_date,
      shipment_external_id, note)
    select ${trx.tenantId}, r."orderId", r."externalId", r.at, r.kind, r.state, r."fromDate", r."toDate",
      r."shipmentExternalId", r.note
    from jsonb_to_recordset(${rows((record) => record.history)}::jsonb) as r ("orderId" uuid,
      "externalId" text, at timestamptz, kind text, state text, "fromDate" date, "toDate" date,
      "shipmentExternalId" text, note text)`.execute(trx)
}
