/** One order with everything that belongs to it, in one round trip. */
import { sql } from 'kysely'
import { AppError } from '#workflows/contracts/errors.ts'
import { isUuid, type RecordId } from '#workflows/contracts/ids.ts'
import type { OrderEvent, OrderLine, OrderReturn, Shipment } from '#workflows/contracts/orders.ts'
import type { Money } from '#workflows/contracts/sources.ts'
import type { TenantTx } from '../../tenant.ts'
import { instantOf, instantOrNull } from '../instant.ts'
import { calendarOf } from './lateness.ts'
import { orderColumns, toOrderRow, type OrderColumns, type OrderRow } from './order-row.ts'
import { moneyFor, visibleOrders, type OrdersAccess } from './orders-access.ts'

export interface OrderLineRow extends Omit<OrderLine, 'unitPriceMinor' | 'amountMinor'> {
  unitPrice: Money | null
  amount: Money | null
}

export interface OrderDetails extends OrderRow {
  /** By position. */
  lines: OrderLineRow[]
  /** In the order in which they left; those that have not come last. */
  shipments: Shipment[]
  /** In the order in which they were asked for. */
  returns: OrderReturn[]
  /** Newest first. */
  history: OrderEvent[]
}

type LineJson = Omit<OrderLine, 'unitPriceMinor' | 'amountMinor'> & {
  unitPriceMinor: number | null
  amountMinor: number | null
}

interface DetailColumns extends OrderColumns {
  lines: LineJson[]
  shipments: Shipment[]
  returns: OrderReturn[]
  history: OrderEvent[]
}

/** An order that is not there, not the tenant's, deleted or somebody else's under scope `own` is all the same. */
export async function getOrder(
  trx: TenantTx,
  access: OrdersAccess,
  id: string,
): Promise<OrderDetails> {
  const order = isUuid(id) ? await findOrder(trx, access, id as RecordId) : undefined
  if (!order) throw new AppError('not_found', 'This order does not exist.')
  return order
}

async function findOrder(
  trx: TenantTx,
  access: OrdersAccess,
  id: RecordId,
): Promise<OrderDetails | undefined> {
  const amounts = access.amounts
    ? sql`'unitPriceMinor', l.unit_price_minor, 'amountMinor', l.amount_minor`
    : sql`'unitPriceMinor', null, 'amountMinor', null`
  const ofOrder = (alias: 'l' | 's' | 'r' | 'e') =>
    sql`${sql.ref(`${alias}.tenant_id`)} = ${trx.tenantId} and ${sql.ref(`${alias}.order_id`)} = ${id}`
  const { rows } = await sql<DetailColumns>`
    select ${orderColumns(access)},
      (select coalesce(json_agg(json_build_object(
          'position', l.position, 'article', l.article, 'description', l.description,
          'quantity', l.quantity::text, 'unit', l.unit, ${amounts}) order by l.position), '[]')
       from order_lines l where ${ofOrder('l')}) as lines,
      (select coalesce(json_agg(json_build_object(
          'externalId', s.external_id, 'state', s.state, 'carrier', s.carrier,
          'trackingNumber', s.tracking_number, 'trackingUrl', s.tracking_url, 'shippedAt', s.shipped_at,
          'expectedOn', s.expected_on, 'deliveredAt', s.delivered_at, 'contents', s.contents)
          order by s.shipped_at nulls last, s.expected_on nulls last, s.external_id), '[]')
       from order_shipments s where ${ofOrder('s')}) as shipments,
      (select coalesce(json_agg(${returnJson} order by r.requested_at, r.number), '[]')
       from order_returns r where ${ofOrder('r')}) as returns,
      (select coalesce(json_agg(${eventJson} order by e.at desc, e.external_id desc), '[]')
       from order_events e where ${ofOrder('e')}) as history
    from orders o cross join ${calendarOf(trx)}
    where ${visibleOrders(trx, access)} and o.id = ${id}`.execute(trx)
  const [row] = rows
  if (!row) return undefined
  return {
    ...toOrderRow(row, access),
    lines: row.lines.map(({ unitPriceMinor, amountMinor, ...line }) => ({
      ...line,
      unitPrice: moneyFor(access, unitPriceMinor, row.currency),
      amount: moneyFor(access, amountMinor, row.currency),
    })),
    shipments: row.shipments.map((shipment) => ({
      ...shipment,
      shippedAt: instantOrNull(shipment.shippedAt),
      deliveredAt: instantOrNull(shipment.deliveredAt),
    })),
    returns: row.returns.map((goods) => ({
      ...goods,
      requestedAt: instantOf(goods.requestedAt),
      receivedAt: instantOrNull(goods.receivedAt),
    })),
    history: row.history.map(withInstant),
  }
}

/** A return as JSON, over the alias `r`. */
const returnJson = sql`json_build_object(
  'number', r.number, 'state', r.state, 'sourceState', r.source_state, 'reason', r.reason,
  'carrier', r.carrier, 'trackingNumber', r.tracking_number, 'trackingUrl', r.tracking_url,
  'requestedAt', r.requested_at, 'receivedAt', r.received_at,
  'creditNoteNumber', r.credit_note_number, 'contents', r.contents)`

/** An order event as JSON, over the alias `e`. */
export const eventJson = sql`json_build_object(
  'externalId', e.external_id, 'at', e.at, 'kind', e.kind, 'state', e.state, 'fromDate', e.from_date,
  'toDate', e.to_date, 'shipmentExternalId', e.shipment_external_id,
  'returnNumber', e.return_number, 'note', e.note)`

export const withInstant = (event: OrderEvent): OrderEvent => ({
  ...event,
  at: instantOf(event.at),
})
