/**
 * Turns a plan (what happened when) into the order as the order system holds it: state, shipments and history
 * always tell the same story, and the version counts its chapters.
 */
import type { WireHistoryEntry, WireOrder, WireShipment, WireStatus } from '../../orders/schema.ts'
import type { Happening } from '../orders/change.ts'
import { dayOf } from './calendar.ts'
import { carrierOf, trackingOf } from './carriers.ts'
import type { Wish } from './compose.ts'

/** One thing that happens to an order; `plan.events` need not be sorted. */
export type PlannedEvent =
  | { at: Date; what: 'status'; status: Exclude<WireStatus, 'new'>; text?: string }
  | { at: Date; what: 'moved'; to: string; text: string }
  | { at: Date; what: 'note'; text: string }

export interface Plan {
  number: number
  wish: Wish
  placedAt: Date
  /** The date confirmed first. */
  promisedOn: string
  events: PlannedEvent[]
}

interface Draft {
  order: WireOrder
  entries: { at: string; happening: Happening }[]
}

export function orderOf(plan: Plan): WireOrder {
  const stem = String(plan.number)
  const placed = plan.placedAt.toISOString()
  const draft: Draft = {
    order: {
      id: `ord_${stem}`,
      version: 1,
      number: `SO-${stem}`,
      ...plan.wish,
      status: 'new',
      placed_at: placed,
      first_promised_on: null,
      promised_on: null,
      delivered_at: null,
      updated_at: placed,
      deleted_at: null,
      shipments: [],
      returns: [],
      history: [],
    },
    entries: [{ at: placed, happening: { type: 'status', status: 'new', text: null } }],
  }
  const events = plan.events.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  for (const event of events) apply(draft, event, plan)
  const history = draft.entries.map(({ at, happening }, index): WireHistoryEntry => ({
    ...happening,
    id: `his_${stem}_${String(index + 1)}`,
    at,
  }))
  const last = history.at(-1)?.at ?? placed
  return { ...draft.order, history, version: events.length + 1, updated_at: last }
}

function apply(draft: Draft, event: PlannedEvent, plan: Plan): void {
  const at = event.at.toISOString()
  const { order, entries } = draft
  if (event.what === 'note') {
    entries.push({ at, happening: { type: 'note', text: event.text } })
    return
  }
  if (event.what === 'moved') {
    const happening = {
      type: 'delivery_date',
      from: order.promised_on,
      to: event.to,
      text: event.text,
    } as const
    entries.push({ at, happening })
    order.promised_on = event.to
    for (const shipment of order.shipments) shipment.expected_on = event.to
    return
  }
  order.status = event.status
  entries.push({
    at,
    happening: { type: 'status', status: event.status, text: event.text ?? null },
  })
  if (event.status === 'confirmed') {
    order.first_promised_on = plan.promisedOn
    order.promised_on = plan.promisedOn
  }
  if (event.status === 'shipped') leave(draft, event.at)
  if (event.status === 'delivered') arrive(draft, at)
}

function leave({ order, entries }: Draft, at: Date): void {
  const id = `shp_${order.id.slice(4)}_1`
  const carrier = carrierOf(id)
  const tracking = trackingOf(id, carrier.name)
  const shipment: WireShipment = {
    id,
    status: 'in_transit',
    carrier: carrier.name,
    tracking_number: tracking.number,
    tracking_url: tracking.url,
    shipped_at: at.toISOString(),
    expected_on: order.promised_on ?? dayOf(at),
    delivered_at: null,
    items: order.lines
      .filter((line) => line.unit !== 'visit')
      .map((line) => ({ line: line.position, quantity: line.quantity })),
  }
  // A visit alone is carried out, not sent.
  if (shipment.items.length === 0) return
  order.shipments = [shipment]
  const text = `Picked up at the Halden works by ${carrier.name}.`
  entries.push({ at: at.toISOString(), happening: { type: 'shipment', shipment_id: id, text } })
}

function arrive({ order }: Draft, at: string): void {
  order.delivered_at = at
  order.shipments = order.shipments.map((shipment) => ({
    ...shipment,
    status: 'delivered',
    delivered_at: at,
  }))
}
