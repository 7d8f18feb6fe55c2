/** How an order changes: one version more, a later instant, and history that says what happened. */
import type { WireHistoryEntry, WireOrder, WireShipment } from '../../orders/schema.ts'
import { carrierOf, trackingOf } from '../demo/carriers.ts'

/** An entry before it gets its id and instant. */
export type Happening = WireHistoryEntry extends infer Entry
  ? Entry extends WireHistoryEntry
    ? Omit<Entry, 'id' | 'at'>
    : never
  : never

export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

export const dateOf = (instant: string): string => instant.slice(0, 10)

/** The part of an id that its children carry: `20418` of `ord_20418`. */
export const stemOf = (id: string): string => id.replace(/^ord_/, '')

export function changed(
  order: WireOrder,
  patch: Partial<WireOrder>,
  { now, happenings }: { now: Date; happenings: Happening[] },
): WireOrder {
  // Never back in time, even when the clock is: pages are ordered by this instant.
  const at = now.toISOString() > order.updated_at ? now.toISOString() : order.updated_at
  const entries = happenings.map((happening, index): WireHistoryEntry => ({
    ...happening,
    id: `his_${stemOf(order.id)}_${String(order.history.length + index + 1)}`,
    at,
  }))
  const history = [...order.history, ...entries]
  return { ...order, ...patch, version: order.version + 1, updated_at: at, history }
}

/** A shipment of everything on the order that is in no other one. */
export function restShipment(order: WireOrder): WireShipment {
  const number = order.shipments.length + 1
  const carrier = carrierOf(`${order.id}/${String(number)}`)
  return {
    id: `shp_${stemOf(order.id)}_${String(number)}`,
    status: 'preparing',
    carrier: carrier.name,
    tracking_number: null,
    tracking_url: null,
    shipped_at: null,
    expected_on: order.promised_on,
    delivered_at: null,
    items: order.lines
      .filter((line) => line.unit !== 'visit')
      .map((line) => ({ line: line.position, quantity: line.quantity })),
  }
}

/** The same shipment, handed to its carrier. */
export function dispatched(shipment: WireShipment, now: Date): WireShipment {
  const tracking = trackingOf(shipment.id, shipment.carrier)
  return {
    ...shipment,
    status: 'in_transit',
    tracking_number: shipment.tracking_number ?? tracking.number,
    tracking_url: shipment.tracking_url ?? tracking.url,
    shipped_at: now.toISOString(),
  }
}
