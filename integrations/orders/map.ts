/** Wire → our words. The only place that knows both vocabularies; total, so nothing can fail after parsing. */
import {
  RETURN_STATES,
  type OrderEvent,
  type OrderRecord,
  type OrderReturn,
  type OrderState,
  type Shipment,
} from '#workflows/contracts/orders.ts'
import type { RecordChange } from '#workflows/contracts/records.ts'
import { deletionOf } from './deletion.ts'
import type { WireHistoryEntry, WireOrder, WireReturn, WireShipment, WireStatus } from './schema.ts'

const STATES: Record<WireStatus, OrderState> = {
  new: 'received',
  confirmed: 'confirmed',
  production: 'in_production',
  packing: 'packed',
  shipped: 'in_transit',
  delivered: 'delivered',
  cancelled: 'cancelled',
}

/** A link on a customer's page: nothing but http(s) may come through. */
function safeUrl(text: string | null): string | null {
  const url = text === null ? null : URL.parse(text)
  return url && /^https?:$/.test(url.protocol) ? url.href : null
}

function toShipment(shipment: WireShipment): Shipment {
  return {
    externalId: shipment.id,
    state: shipment.status,
    carrier: shipment.carrier,
    trackingNumber: shipment.tracking_number,
    trackingUrl: safeUrl(shipment.tracking_url),
    shippedAt: shipment.shipped_at,
    expectedOn: shipment.expected_on,
    deliveredAt: shipment.delivered_at,
    contents: toContents(shipment),
  }
}

const toContents = ({ items }: Pick<WireShipment, 'items'>): Shipment['contents'] =>
  items.map((item) => ({ position: item.line, quantity: item.quantity }))

/** The statuses of a return are the order system's own to add to: a new word must not keep the order out. */
function toReturn(goods: WireReturn): OrderReturn {
  const known = RETURN_STATES.find((state) => state === goods.status)
  return {
    number: goods.number,
    state: known ?? 'other',
    sourceState: known === undefined ? goods.status : null,
    reason: goods.reason,
    carrier: goods.carrier,
    trackingNumber: goods.tracking_number,
    trackingUrl: safeUrl(goods.tracking_url),
    requestedAt: goods.requested_at,
    receivedAt: goods.received_at,
    creditNoteNumber: goods.credit_note_number,
    contents: toContents(goods),
  }
}

function toEvent(entry: WireHistoryEntry): OrderEvent {
  return {
    externalId: entry.id,
    at: entry.at,
    kind: entry.type === 'status' ? 'state' : entry.type,
    state: entry.type === 'status' ? STATES[entry.status] : null,
    fromDate: entry.type === 'delivery_date' ? entry.from : null,
    toDate: entry.type === 'delivery_date' ? entry.to : null,
    shipmentExternalId: entry.type === 'shipment' ? entry.shipment_id : null,
    returnNumber: entry.type === 'return' ? entry.return_number : null,
    note: entry.text,
  }
}

function toRecord(order: WireOrder): OrderRecord {
  return {
    externalId: order.id,
    version: order.version,
    externalCustomerId: order.customer.id,
    number: order.number,
    title: order.title,
    state: STATES[order.status],
    customerReference: order.customer_reference,
    site: order.site,
    placedByEmail: order.placed_by?.email?.trim().toLowerCase() ?? null,
    total: { minor: order.total, currency: order.currency },
    placedAt: order.placed_at,
    firstPromisedOn: order.first_promised_on,
    promisedOn: order.promised_on,
    deliveredAt: order.delivered_at,
    changedAt: order.updated_at,
    lines: order.lines.map((line) => ({
      position: line.position,
      article: line.article,
      description: line.description,
      quantity: line.quantity,
      unit: line.unit,
      unitPriceMinor: line.unit_price,
      amountMinor: line.amount,
    })),
    shipments: order.shipments.map(toShipment),
    returns: (order.returns ?? []).map(toReturn),
    history: order.history.map(toEvent),
  }
}

export const toOrderChange = (order: WireOrder): RecordChange<'order'> => ({
  kind: 'order',
  ...(deletionOf(order) ?? { type: 'upsert', record: toRecord(order) }),
})
