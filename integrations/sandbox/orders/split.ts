/**
 * Splitting: part of an order leaves now, the rest follows in a shipment of its own. What is on an order is
 * always exactly what is in its shipments, never more.
 */
import { AppError } from '#workflows/contracts/errors.ts'
import type { WireOrder, WireShipment } from '../../orders/schema.ts'
import { addDays, changed, dispatched, type Happening, restShipment, stemOf } from './change.ts'

type Item = WireShipment['items'][number]

/** How much later the rest comes when nobody says. */
const REST_DAYS = 5

export function split(
  order: WireOrder,
  input: { lines?: number[] | undefined; delayDays?: number | undefined },
  now: Date,
): WireOrder {
  const current = order.shipments.find((shipment) => shipment.status !== 'delivered')
  const whole = current ?? restShipment(order)
  const { first, rest } = divide(whole.items, input.lines)
  if (first.length === 0 || rest.length === 0) {
    throw new AppError('conflict', `${order.number} cannot be split: one piece is left.`)
  }
  const later =
    whole.expected_on === null ? null : addDays(whole.expected_on, input.delayDays ?? REST_DAYS)
  const leaving =
    whole.status === 'preparing'
      ? dispatched({ ...whole, items: first }, now)
      : { ...whole, items: first }
  const following: WireShipment = {
    ...whole,
    id: `shp_${stemOf(order.id)}_${String(order.shipments.length + (current ? 1 : 2))}`,
    status: 'preparing',
    tracking_number: null,
    tracking_url: null,
    shipped_at: null,
    expected_on: later,
    items: rest,
  }
  const others = order.shipments.filter((shipment) => shipment.id !== whole.id)
  const words = `${countOf(first)} now, ${countOf(rest)} to follow.`
  const happenings: Happening[] = [
    { type: 'shipment', shipment_id: following.id, text: `Split in two: ${words}` },
  ]
  if (whole.status === 'preparing') {
    happenings.unshift({
      type: 'shipment',
      shipment_id: leaving.id,
      text: 'First part picked up at the Halden works.',
    })
  }
  if (order.status !== 'shipped')
    happenings.unshift({ type: 'status', status: 'shipped', text: null })
  const shipments = [...others, leaving, following]
  return changed(order, { status: 'shipped', shipments }, { now, happenings })
}

const countOf = (items: Item[]): string =>
  items.length === 1 ? '1 line' : `${String(items.length)} lines`

/** By the lines given; else half of the lines; else half of the pieces of the only line. */
function divide(items: Item[], lines: number[] | undefined): { first: Item[]; rest: Item[] } {
  if (lines !== undefined) {
    const chosen = (item: Item) => lines.includes(item.line)
    return { first: items.filter(chosen), rest: items.filter((item) => !chosen(item)) }
  }
  if (items.length > 1) {
    const half = Math.ceil(items.length / 2)
    return { first: items.slice(0, half), rest: items.slice(half) }
  }
  const [only] = items
  const pieces = Number(only?.quantity)
  if (!only || !Number.isInteger(pieces) || pieces < 2) return { first: items, rest: [] }
  const half = Math.ceil(pieces / 2)
  return {
    first: [{ ...only, quantity: String(half) }],
    rest: [{ ...only, quantity: String(pieces - half) }],
  }
}
