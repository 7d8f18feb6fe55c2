/**
 * What the order desk can do with an order, as pure functions: an order in, the changed order out, or an
 * AppError `conflict` in words for the person at the desk.
 */
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import type { WireOrder, WireStatus } from '../../orders/schema.ts'
import { addDays, changed, dateOf, dispatched, type Happening, restShipment } from './change.ts'
import { advanceReturn, askForReturn, refuseReturn, RETURN_INPUTS } from './returns.ts'
import { split } from './split.ts'

const text = z.string().trim().max(500)

/** What each action accepts in its JSON body; anything else is refused. */
export const ACTION_INPUTS = {
  advance: z.strictObject({}),
  ship: z.strictObject({ carrier: text.optional(), trackingNumber: text.optional() }),
  split: z.strictObject({
    lines: z.array(z.int().min(1)).optional(),
    delayDays: z.int().min(0).max(365).optional(),
  }),
  delay: z.strictObject({ days: z.int().min(-60).max(365).optional(), reason: text.optional() }),
  deliver: z.strictObject({}),
  cancel: z.strictObject({ reason: text.optional() }),
  delete: z.strictObject({}),
  note: z.strictObject({ text: text.min(1) }),
  ...RETURN_INPUTS,
} as const
export type Action = keyof typeof ACTION_INPUTS
export const ACTIONS = Object.keys(ACTION_INPUTS) as Action[]

export type ActionInput<A extends Action> = z.infer<(typeof ACTION_INPUTS)[A]>

const refuse = (message: string): never => {
  throw new AppError('conflict', message)
}

const entered = (status: WireStatus, words: string | null = null): Happening => ({
  type: 'status',
  status,
  text: words,
})

function requireOpen(order: WireOrder): void {
  if (order.status === 'delivered') refuse(`${order.number} is delivered already.`)
  if (order.status === 'cancelled') refuse(`${order.number} is cancelled.`)
}

/** New → confirmed needs a date to promise; two weeks is what the desk says without thinking. */
const USUAL_LEAD_DAYS = 14

function confirm(order: WireOrder, now: Date): WireOrder {
  const promised = order.promised_on ?? addDays(dateOf(now.toISOString()), USUAL_LEAD_DAYS)
  const patch = { status: 'confirmed', promised_on: promised, first_promised_on: promised } as const
  return changed(order, patch, { now, happenings: [entered('confirmed', null)] })
}

function step(order: WireOrder, now: Date): WireOrder {
  requireOpen(order)
  switch (order.status) {
    case 'new':
      return confirm(order, now)
    case 'confirmed':
      return changed(order, { status: 'production' }, { now, happenings: [entered('production')] })
    case 'production':
      return changed(order, { status: 'packing' }, { now, happenings: [entered('packing')] })
    case 'packing':
      return ship(order, {}, now)
    default:
      return order.shipments.some((shipment) => shipment.status === 'preparing')
        ? ship(order, {}, now)
        : deliver(order, now)
  }
}

function ship(order: WireOrder, input: ActionInput<'ship'>, now: Date): WireOrder {
  requireOpen(order)
  const waiting = order.shipments.find((shipment) => shipment.status === 'preparing')
  if (order.status === 'shipped' && !waiting)
    refuse(`All of ${order.number} is on its way already.`)
  const base = waiting ?? restShipment(order)
  const leaving = dispatched(
    {
      ...base,
      carrier: input.carrier ?? base.carrier,
      tracking_number: input.trackingNumber ?? base.tracking_number,
    },
    now,
  )
  const shipments = [...order.shipments.filter((shipment) => shipment.id !== base.id), leaving]
  const picked = `Picked up at the Halden works by ${leaving.carrier ?? 'the carrier'}.`
  const happenings: Happening[] = [{ type: 'shipment', shipment_id: leaving.id, text: picked }]
  if (order.status !== 'shipped') happenings.unshift(entered('shipped'))
  return changed(order, { status: 'shipped', shipments }, { now, happenings })
}

function deliver(order: WireOrder, now: Date): WireOrder {
  requireOpen(order)
  if (order.status !== 'shipped') refuse(`${order.number} has not been shipped yet.`)
  const at = now.toISOString()
  const arriving = order.shipments.filter((shipment) => shipment.status === 'in_transit')
  const shipments = order.shipments.map((shipment) =>
    shipment.status === 'in_transit'
      ? { ...shipment, status: 'delivered' as const, delivered_at: at }
      : shipment,
  )
  const complete = shipments.every((shipment) => shipment.status === 'delivered')
  if (arriving.length === 0 && !complete) refuse(`The rest of ${order.number} has not left yet.`)
  const happenings: Happening[] = arriving.map((shipment) => ({
    type: 'shipment',
    shipment_id: shipment.id,
    text: order.site ? `Delivered to ${order.site}.` : 'Delivered.',
  }))
  if (!complete) return changed(order, { shipments }, { now, happenings })
  const patch = { status: 'delivered', shipments, delivered_at: at } as const
  return changed(order, patch, { now, happenings: [...happenings, entered('delivered')] })
}

function delay(order: WireOrder, { days = 3, reason }: ActionInput<'delay'>, now: Date): WireOrder {
  requireOpen(order)
  const from =
    order.promised_on ?? refuse(`${order.number} has no delivery date yet; confirm it first.`)
  if (days === 0) refuse('A delay of no days changes nothing.')
  const to = addDays(from, days)
  const shipments = order.shipments.map((shipment) =>
    shipment.status === 'delivered' ? shipment : { ...shipment, expected_on: to },
  )
  const words = reason ?? null
  return changed(
    order,
    { promised_on: to, shipments },
    { now, happenings: [{ type: 'delivery_date', from, to, text: words === '' ? null : words }] },
  )
}

function cancel(order: WireOrder, { reason }: ActionInput<'cancel'>, now: Date): WireOrder {
  requireOpen(order)
  const words = reason === undefined || reason === '' ? null : reason
  return changed(order, { status: 'cancelled' }, { now, happenings: [entered('cancelled', words)] })
}

/** Applies one action; the input has been parsed by ACTION_INPUTS before. */
export function applyAction(
  order: WireOrder,
  action: Action,
  context: { input: unknown; now: Date },
): WireOrder {
  const { now } = context
  if (order.deleted_at !== null) refuse(`${order.number} was deleted.`)
  const input = <A extends Action>(of: A) =>
    ACTION_INPUTS[of].parse(context.input) as ActionInput<A>
  switch (action) {
    case 'advance':
      return step(order, now)
    case 'ship':
      return ship(order, input('ship'), now)
    case 'split':
      requireOpen(order)
      return split(order, input('split'), now)
    case 'delay':
      return delay(order, input('delay'), now)
    case 'deliver':
      return deliver(order, now)
    case 'cancel':
      return cancel(order, input('cancel'), now)
    case 'note':
      return changed(order, {}, { now, happenings: [{ type: 'note', text: input('note').text }] })
    case 'return':
      return askForReturn(order, input('return'), now)
    case 'advance-return':
      return advanceReturn(order, input('advance-return'), now)
    case 'refuse-return':
      return refuseReturn(order, input('refuse-return'), now)
    case 'delete':
      return changed(order, { deleted_at: now.toISOString() }, { now, happenings: [] })
  }
}
