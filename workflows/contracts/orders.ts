/**
 * An order as every part of Portside speaks of it once a connector has mapped it.
 * Dates without a time are `YYYY-MM-DD` in the operator's calendar; instants are ISO 8601 in UTC.
 */
import type { Money } from './sources.ts'

/** In the order in which an order passes through them; `cancelled` can follow any but `delivered`. */
export const ORDER_STATES = [
  'received',
  'confirmed',
  'in_production',
  'packed',
  'in_transit',
  'delivered',
  'cancelled',
] as const
export type OrderState = (typeof ORDER_STATES)[number]

/** States in which something still happens: what "on the move" means everywhere. */
export const OPEN_ORDER_STATES = [
  'received',
  'confirmed',
  'in_production',
  'packed',
  'in_transit',
] as const satisfies readonly OrderState[]

export interface OrderLine {
  /** Position on the order, unique within it. */
  position: number
  article: string
  description: string
  /** Decimal text, since quantities such as 1.25 t must not lose digits. */
  quantity: string
  unit: string
  unitPriceMinor: number
  amountMinor: number
}

export const SHIPMENT_STATES = ['preparing', 'in_transit', 'delivered'] as const
export type ShipmentState = (typeof SHIPMENT_STATES)[number]

export interface Shipment {
  externalId: string
  state: ShipmentState
  carrier: string | null
  trackingNumber: string | null
  /** Absolute http(s) URL or null; anything else is dropped by the connector. */
  trackingUrl: string | null
  shippedAt: string | null
  expectedOn: string | null
  deliveredAt: string | null
  /** Positions and quantities of the order's lines in this shipment. */
  contents: { position: number; quantity: string }[]
}

/** In the order in which a return passes through them; `refused` can follow any but `closed`. */
export const RETURN_STATES = [
  'requested',
  'approved',
  'in_transit',
  'received',
  'closed',
  'refused',
] as const
/** `other`: the source has a word for it that we do not know. */
export type ReturnState = (typeof RETURN_STATES)[number] | 'other'

/** Goods of an order that go back. */
export interface OrderReturn {
  /** What people call it, such as `RMA-1042-1`; unique within the order. */
  number: string
  state: ReturnState
  /** The source's own word where the state is `other`. */
  sourceState: string | null
  /** Words of the source, shown as they are; plain text. */
  reason: string | null
  carrier: string | null
  trackingNumber: string | null
  /** Absolute http(s) URL or null; anything else is dropped by the connector. */
  trackingUrl: string | null
  requestedAt: string
  receivedAt: string | null
  /** Number of the credit note it ended in, which another source may know. */
  creditNoteNumber: string | null
  /** Positions and quantities of the order's lines that go back. */
  contents: Shipment['contents']
}

/** One thing that happened to an order, as the source tells it. */
export interface OrderEvent {
  /** Stable within the order, so that a re-send of the whole history changes nothing. */
  externalId: string
  at: string
  kind: 'state' | 'delivery_date' | 'shipment' | 'return' | 'note'
  /** For kind `state`: the state entered. */
  state: OrderState | null
  /** For kind `delivery_date`: the date before and after. */
  fromDate: string | null
  toDate: string | null
  /** For kind `shipment`: which one. */
  shipmentExternalId: string | null
  /** For kind `return`: the number of which one. */
  returnNumber: string | null
  /** Words of the source, shown as they are; plain text. */
  note: string | null
}

/** The mirrored order: what a connector hands to the projection. */
export interface OrderRecord {
  externalId: string
  /** The source's increasing version of this object; the version gate compares it. */
  version: number
  /** The external customer, which links resolve to a tenant. */
  externalCustomerId: string
  number: string
  title: string
  state: OrderState
  customerReference: string | null
  /** Where it goes, e.g. "North, Mill Lane". */
  site: string | null
  /** E-mail of the customer's person who placed it; matched to a member for scope `own`. */
  placedByEmail: string | null
  total: Money
  placedAt: string
  /** Delivery date as first confirmed, and as expected now. */
  firstPromisedOn: string | null
  promisedOn: string | null
  deliveredAt: string | null
  /** When the source last changed it. */
  changedAt: string
  lines: OrderLine[]
  shipments: Shipment[]
  returns: OrderReturn[]
  history: OrderEvent[]
}
