/** What becomes of each order at the till: which invoice it gets, when, and how far that one has come. */
import type { WireOrder } from '../../../orders/schema.ts'
import type { Random } from '../../demo/random.ts'
import type { LineFields } from '../objects/invoice-line.ts'
import type { DemoCustomer } from './customers.ts'

const DAY = 86_400
const HOUR = 3_600

export type Ending =
  | { type: 'draft' | 'open' | 'void' | 'uncollectible' | 'processing' }
  | { type: 'paid'; at: number; declinedFirst: boolean; refund: number | null }

export interface Plan {
  customer: DemoCustomer
  currency: string
  description: string
  /** Order number, when the invoice is for one order. */
  order: string | null
  lines: LineFields[]
  /** Unix seconds. */
  createdAt: number
  issuedAt: number
  ending: Ending
}

interface Scene {
  customer: DemoCustomer
  random: Random
  /** Unix seconds. */
  now: number
}

const secondsOf = (instant: string): number => Math.floor(Date.parse(instant) / 1000)

function linesOf(order: WireOrder, customer: DemoCustomer, note = ''): LineFields[] {
  const taxPercent = customer.tax[order.currency.toLowerCase()] ?? 0
  return order.lines.map((line) => ({
    description: `${line.article} ${line.description}${note}`,
    quantity: line.quantity,
    unitAmount: line.unit_price,
    amount: line.amount,
    taxPercent,
  }))
}

function planFor(order: WireOrder, issuedAt: number, { customer }: Scene): Omit<Plan, 'ending'> {
  return {
    customer,
    currency: order.currency.toLowerCase(),
    description: `${order.number}, ${order.title}`,
    order: order.number,
    lines: linesOf(order, customer),
    createdAt: issuedAt - 2 * HOUR,
    issuedAt,
  }
}

/** Most pay around the due date, a few late; what is not due yet is often still open. */
function paymentOf(issuedAt: number, { customer, random, now }: Scene): Ending {
  const at = issuedAt + random.whole(4, customer.terms + 6) * DAY + random.whole(0, 8) * HOUR
  const paid = at < now - HOUR
  return paid ? { type: 'paid', at, declinedFirst: false, refund: null } : { type: 'open' }
}

/** Billed the day after it arrived. */
const issuedAfter = (instant: string): number => secondsOf(instant) + DAY

/** Long enough ago to be overdue by now, and the latest of those: what a reminder would be about. */
const isOverdueBy = ({ issuedAt }: { issuedAt: number }, { customer, now }: Scene): boolean =>
  issuedAt + (customer.terms + 5) * DAY < now

export function plansOf(orders: readonly WireOrder[], scene: Scene): Plan[] {
  const { customer, random, now } = scene
  const delivered = orders
    .flatMap((order) => {
      const issuedAt = order.delivered_at === null ? now : issuedAfter(order.delivered_at)
      return order.status === 'delivered' && issuedAt < now ? [{ order, issuedAt }] : []
    })
    .toSorted((a, b) => b.issuedAt - a.issuedAt)
    .slice(0, customer.depth)
  const plans = delivered.map(({ order, issuedAt }): Plan => ({
    ...planFor(order, issuedAt, scene),
    ending: paymentOf(issuedAt, scene),
  }))
  const late = plans.find((plan) => isOverdueBy(plan, scene))
  if (late) late.ending = { type: customer.orders === 'C-1999' ? 'uncollectible' : 'open' }
  specialEndings(plans.filter((plan) => plan !== late))
  const open = orders.flatMap((order) => openPlan(order, scene))
  const corrected = plans.at(2)
  const mistakes = corrected ? [mistakeBefore(corrected)] : []
  const all = [...plans, ...open, ...mistakes, ...collective(delivered, scene)]
  return all.toSorted((a, b) => a.issuedAt - b.issuedAt || random.whole(0, 1))
}

/** One payment needed a second try, one was partly given back, one is with the bank. */
function specialEndings(plans: Plan[]): void {
  const paid = plans.filter((plan) => plan.ending.type === 'paid')
  const [first, second] = paid
  if (first?.ending.type === 'paid') first.ending.declinedFirst = true
  if (second?.ending.type === 'paid') {
    second.ending.refund = Math.round((second.lines[0]?.unitAmount ?? 0) / 10)
  }
  const waiting = plans.find((plan) => plan.ending.type === 'open')
  if (waiting) waiting.ending = { type: 'processing' }
}

/** On its way: billed when it left. About to leave: a draft waits. */
function openPlan(order: WireOrder, scene: Scene): Plan[] {
  const left = order.shipments.find((shipment) => shipment.shipped_at !== null)?.shipped_at ?? null
  if (order.status === 'shipped' && left !== null) {
    const issuedAt = Math.min(secondsOf(left) + 4 * HOUR, scene.now - HOUR)
    return [{ ...planFor(order, issuedAt, scene), ending: { type: 'open' } }]
  }
  if (order.status !== 'packing') return []
  return [{ ...planFor(order, scene.now - 3 * HOUR, scene), ending: { type: 'draft' } }]
}

/** Billed to the wrong site first, voided the same day, and billed again. */
function mistakeBefore(plan: Plan): Plan {
  const issuedAt = plan.issuedAt - 6 * HOUR
  return {
    ...plan,
    description: `${plan.description} (wrong site)`,
    createdAt: issuedAt - HOUR,
    issuedAt,
    ending: { type: 'void' },
  }
}

/** Spare parts of several orders on one invoice: more lines than Stripe sends at once. */
function collective(
  delivered: readonly { order: WireOrder; issuedAt: number }[],
  scene: Scene,
): Plan[] {
  const { customer, now } = scene
  const [newest] = delivered
  if (!newest || delivered.length < 30) return []
  const { currency } = newest.order
  const parts = delivered.filter(({ order }) => order.currency === currency).slice(0, 9)
  const issuedAt = now - 12 * DAY
  return [
    {
      ...planFor(newest.order, issuedAt, scene),
      description: 'Collective invoice, service visits and small parts',
      order: null,
      lines: parts.flatMap(({ order }) =>
        linesOf(order, customer, `, ${order.number}`)
          .slice(0, 2)
          .map((line) => ({ ...line, quantity: '1', unitAmount: 4_900, amount: 4_900 })),
      ),
      ending: { type: 'open' },
    },
  ]
}
