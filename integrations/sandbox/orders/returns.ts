/**
 * Returns: goods of a delivered order go back, one step at a time. What goes back is never more than was ordered; what
 * was refused stays with the customer and may be asked for again.
 */
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import type { WireOrder, WireReturn, WireReturnStatus } from '../../orders/schema.ts'
import { carrierOf, trackingOf } from '../demo/carriers.ts'
import { changed, stemOf } from './change.ts'

const text = z.string().trim().max(500)

export const RETURN_INPUTS = {
  /** Without a line everything goes back; without a quantity all of the line that is left. */
  return: z.strictObject({
    line: z.coerce.number().pipe(z.int().min(1)).optional(),
    quantity: z.coerce
      .string()
      .regex(/^\d{1,12}(\.\d{1,6})?$/, 'must be a decimal number')
      .optional(),
    reason: text.optional(),
  }),
  /** Without a number it is the first that is not over. */
  'advance-return': z.strictObject({ number: text.optional(), creditNote: text.optional() }),
  'refuse-return': z.strictObject({ number: text.optional(), reason: text.optional() }),
} as const

type Input<A extends keyof typeof RETURN_INPUTS> = z.infer<(typeof RETURN_INPUTS)[A]>
type Item = WireReturn['items'][number]

const refuse = (message: string): never => {
  throw new AppError('conflict', message)
}

/** Six digits are all that a quantity has: what floats add to them is cut off. */
const quantityOf = (amount: number): string => String(Number(amount.toFixed(6)))

const isOver = ({ status }: WireReturn): boolean => status === 'closed' || status === 'refused'

/** What of the order has not gone back, nor is about to. */
export function returnable(order: WireOrder): Item[] {
  const back = (order.returns ?? []).filter((goods) => goods.status !== 'refused')
  const items = back.flatMap((goods) => goods.items)
  return order.lines.flatMap(({ position, quantity, unit }) => {
    const gone = items.filter(({ line }) => line === position)
    const left = gone.reduce((rest, item) => rest - Number(item.quantity), Number(quantity))
    // What was carried out cannot be sent back.
    const isGoods = unit !== 'visit' && Number(quantityOf(left)) > 0
    return isGoods ? [{ line: position, quantity: quantityOf(left) }] : []
  })
}

function itemsFor(order: WireOrder, { line, quantity }: Input<'return'>): Item[] {
  const left = returnable(order)
  if (left.length === 0) refuse(`Everything of ${order.number} has gone back already.`)
  if (line === undefined) {
    return quantity === undefined
      ? left
      : refuse('A quantity needs the line of which so much goes back.')
  }
  const item = left.find((each) => each.line === line)
  if (!item) return refuse(`Nothing of line ${String(line)} of ${order.number} can go back.`)
  const wanted = quantity ?? item.quantity
  if (Number(wanted) === 0) refuse('Nothing goes back when none does.')
  if (Number(wanted) > Number(item.quantity)) {
    refuse(`At most ${item.quantity} of line ${String(line)} can go back.`)
  }
  return [{ line, quantity: wanted }]
}

export function askForReturn(order: WireOrder, input: Input<'return'>, now: Date): WireOrder {
  if (order.status !== 'delivered') refuse(`${order.number} has not been delivered.`)
  const returns = order.returns ?? []
  const number = `RMA-${stemOf(order.id)}-${String(returns.length + 1)}`
  const reason = input.reason === '' ? null : (input.reason ?? null)
  const goods: WireReturn = {
    number,
    status: 'requested',
    reason,
    carrier: null,
    tracking_number: null,
    tracking_url: null,
    requested_at: now.toISOString(),
    received_at: null,
    credit_note_number: null,
    items: itemsFor(order, input),
  }
  return told(order, goods, { now, words: reason === null ? 'Asked for.' : `Asked for: ${reason}` })
}

/** What comes after each step, and what is written about it. */
const NEXT = {
  requested: 'approved',
  approved: 'in_transit',
  in_transit: 'received',
  received: 'closed',
} as const satisfies Partial<Record<WireReturnStatus, WireReturnStatus>>

export type UnfinishedReturn = keyof typeof NEXT

export const nextOfReturn = (status: string): (typeof NEXT)[UnfinishedReturn] | null =>
  Object.hasOwn(NEXT, status) ? NEXT[status as UnfinishedReturn] : null

export function advanceReturn(
  order: WireOrder,
  input: Input<'advance-return'>,
  now: Date,
): WireOrder {
  const goods = chosen(order, input.number)
  const next = nextOfReturn(goods.status)
  switch (next) {
    case 'approved':
      return told(order, { ...goods, status: next }, { now, words: 'Approved.' })
    case 'in_transit': {
      const carrier = carrierOf(goods.number).name
      const { number, url } = trackingOf(goods.number, carrier)
      const way = { carrier, tracking_number: number, tracking_url: url }
      return told(
        order,
        { ...goods, ...way, status: next },
        { now, words: `Picked up by ${carrier}.` },
      )
    }
    case 'received': {
      const received_at = now.toISOString()
      return told(
        order,
        { ...goods, status: next, received_at },
        { now, words: 'Arrived at the Halden works.' },
      )
    }
    case 'closed': {
      const note = input.creditNote === '' ? null : (input.creditNote ?? null)
      const words = note === null ? 'Closed.' : `Closed with credit note ${note}.`
      return told(order, { ...goods, status: next, credit_note_number: note }, { now, words })
    }
    case null:
      return refuse(`${goods.number} is over.`)
  }
}

export function refuseReturn(
  order: WireOrder,
  input: Input<'refuse-return'>,
  now: Date,
): WireOrder {
  const goods = chosen(order, input.number)
  if (isOver(goods)) refuse(`${goods.number} is over.`)
  const words = input.reason ? `Refused: ${input.reason}` : 'Refused.'
  return told(order, { ...goods, status: 'refused' }, { now, words })
}

function chosen(order: WireOrder, number: string | undefined): WireReturn {
  const returns = order.returns ?? []
  const found =
    number === undefined
      ? returns.find((goods) => !isOver(goods))
      : returns.find((goods) => goods.number === number)
  if (found) return found
  return refuse(
    number === undefined
      ? `No return of ${order.number} is under way.`
      : `${order.number} has no return ${number}.`,
  )
}

/** The return in its new state, in its old place, and one entry that says so. */
function told(
  order: WireOrder,
  goods: WireReturn,
  { now, words }: { now: Date; words: string },
): WireOrder {
  const before = order.returns ?? []
  const isNew = !before.some(({ number }) => number === goods.number)
  const returns = isNew
    ? [...before, goods]
    : before.map((each) => (each.number === goods.number ? goods : each))
  const entry = { type: 'return', return_number: goods.number, text: words } as const
  return changed(order, { returns }, { now, happenings: [entry] })
}
