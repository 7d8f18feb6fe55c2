/**
 * Goods of delivered orders that went back, or are on their way: a few per customer, and of each customer at least one
 * that has not come far and one that was paid back. Drawn from the order's own number: nothing else of the demo depends
 * on it.
 */
import type { WireOrder } from '../../orders/schema.ts'
import { advanceReturn, askForReturn, refuseReturn, returnable } from '../orders/returns.ts'
import { atWork, daysAfter } from './calendar.ts'
import { createRandom, type Random } from './random.ts'

/** Of the delivered orders, those of which something went back. */
const SHARE = 0.04
/** Of these, those that were refused; and of the closed ones, those that ended in a credit note. */
const REFUSED = 0.12
const CREDITED = 0.7

const REASONS = [
  'Wrong size ordered.',
  'Damaged in transit, photos sent.',
  'One box too many.',
  'Not needed after the change of plan.',
  'Does not fit the flange on site.',
] as const

/** All of them, some with a return; what is not in a demo's past has not happened. */
export function withReturns(orders: readonly WireOrder[], now: Date): WireOrder[] {
  const byCustomer = Map.groupBy(orders, ({ customer }) => customer.id)
  const newest = (days: number) =>
    new Set(Array.from(byCustomer.values(), (own) => newestOf(own, daysAfter(now, -days))))
  const [recent, credited] = [newest(5), newest(28)]
  return orders.map((order) => {
    const deliveredAt = order.delivered_at === null ? null : new Date(order.delivered_at)
    if (deliveredAt === null || returnable(order).length === 0) return order
    const random = createRandom(`return/${order.id}`)
    const goesBack = random.chance(SHARE)
    if (recent.has(order.id)) return begun(order, deliveredAt, { random, now })
    const end = credited.has(order.id) ? 'credited' : endOf(random)
    return goesBack || credited.has(order.id)
      ? whole(order, deliveredAt, { random, now, end })
      : order
  })
}

type End = 'refused' | 'credited' | 'closed'

function endOf(random: Random): End {
  if (random.chance(REFUSED)) return 'refused'
  return random.chance(CREDITED) ? 'credited' : 'closed'
}

/** The last that was delivered before this moment. */
function newestOf(own: readonly WireOrder[], moment: Date): string | undefined {
  const before = moment.toISOString()
  return own
    .filter((order) => (order.delivered_at ?? before) < before && returnable(order).length > 0)
    .toSorted((a, b) => String(b.delivered_at).localeCompare(String(a.delivered_at)))[0]?.id
}

interface Luck {
  random: Random
  now: Date
}

function asked(order: WireOrder, at: Date, { random }: Luck): WireOrder {
  const item = random.pick(returnable(order))
  const most = Math.max(1, Math.min(Math.floor(Number(item.quantity)), 4))
  const quantity = String(random.whole(1, most))
  return askForReturn(order, { line: item.line, quantity, reason: random.pick(REASONS) }, at)
}

/** Asked for in the last days, and not back yet. */
function begun(order: WireOrder, deliveredAt: Date, luck: Luck): WireOrder {
  const { random, now } = luck
  const first = Math.max(daysAfter(deliveredAt, 1).getTime(), daysAfter(now, -5).getTime())
  const requestedAt = atWork(new Date(first), random)
  const steps = random.whole(0, 2)
  let after = asked(order, requestedAt, luck)
  for (let step = 1; step <= steps; step++) {
    const at = atWork(daysAfter(requestedAt, step), random)
    if (at < now) after = advanceReturn(after, {}, at)
  }
  return after
}

function whole(order: WireOrder, deliveredAt: Date, luck: Luck & { end: End }): WireOrder {
  const { random, now, end } = luck
  let at = atWork(daysAfter(deliveredAt, random.whole(1, 3)), random)
  if (at > now) return order
  let after = asked(order, at, luck)
  const note = { creditNote: `CN-${order.number.replace('SO-', '')}-1` }
  // Approved, picked up, received, closed.
  for (const days of [1, 2, 4, 3]) {
    at = atWork(daysAfter(at, days), random)
    if (at > now) return after
    if (end === 'refused') return refuseReturn(after, { reason: 'The seal was broken.' }, at)
    after = advanceReturn(after, end === 'credited' ? note : {}, at)
  }
  return after
}
