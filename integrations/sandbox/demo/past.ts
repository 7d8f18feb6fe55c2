/** Orders that are over: nearly all delivered, some late, a few cancelled. */
import type { Product } from './catalogue.ts'
import { atWork, DAY, dayOf, daysAfter, workingDay } from './calendar.ts'
import { composeWish } from './compose.ts'
import type { DemoCustomer } from './customers.ts'
import type { Random } from './random.ts'
import type { Plan, PlannedEvent } from './timeline.ts'

/** How far back the demo reaches, in days: about 18 months. */
const REACH = 548
/** Longest lag from the promised date to the end of the story, in days. */
const SLACK = 16

export const DELAY_REASONS = [
  'Casting came back from inspection, replaced by the foundry.',
  'Escort vehicle not available before Wednesday.',
  'Supplier of the drives is two days behind.',
  'Test bench occupied longer than planned.',
  'Customs asked for a second set of papers.',
  'Site asked for a later slot.',
] as const

const CANCEL_REASONS = [
  'Cancelled at the customer’s request.',
  'Replaced by a larger order.',
  'Budget moved to next year.',
] as const

export function pastPlan(
  customer: DemoCustomer,
  number: number,
  { random, now }: { random: Random; now: Date },
): Plan {
  const product: Product = random.pick(customer.catalogue)
  const lead = random.whole(...product.lead)
  const room = REACH - lead - SLACK
  const placedAt = atWork(daysAfter(now, -REACH + random.next() ** 0.85 * room), random)
  const confirmedAt = atWork(daysAfter(placedAt, random.whole(1, 2)), random)
  const promised = workingDay(daysAfter(confirmedAt, lead))
  const base = {
    number,
    wish: composeWish(customer, product, random),
    placedAt,
    promisedOn: dayOf(promised),
  }
  const confirmed: PlannedEvent = { at: confirmedAt, what: 'status', status: 'confirmed' }
  if (random.chance(0.03)) {
    const at = atWork(daysAfter(confirmedAt, 1), random)
    const text = random.pick(CANCEL_REASONS)
    return { ...base, events: [confirmed, { at, what: 'status', status: 'cancelled', text }] }
  }
  return { ...base, events: [confirmed, ...fulfilment(confirmedAt, promised, random)] }
}

function fulfilment(confirmedAt: Date, promised: Date, random: Random): PlannedEvent[] {
  const late = random.chance(0.14) ? random.whole(1, 8) : 0
  const due = workingDay(daysAfter(promised, late))
  const span = (due.getTime() - confirmedAt.getTime()) / DAY
  const transit = Math.min(random.whole(1, 4), span / 3)
  const at = (share: number) => atWork(daysAfter(confirmedAt, (span - transit) * share), random)
  const shippedAt = at(1)
  const arrives = atWork(daysAfter(shippedAt, transit), random)
  const deliveredAt = arrives > shippedAt ? arrives : new Date(shippedAt.getTime() + DAY / 4)
  const events: PlannedEvent[] = [
    { at: at(0.25), what: 'status', status: 'production' },
    { at: at(0.85), what: 'status', status: 'packing' },
    { at: shippedAt, what: 'status', status: 'shipped' },
    { at: deliveredAt, what: 'status', status: 'delivered' },
  ]
  if (late > 0)
    events.push({ at: at(0.6), what: 'moved', to: dayOf(due), text: random.pick(DELAY_REASONS) })
  // Dates fall on working hours of whole days, so two steps of a quick order can land on one day out of order.
  const inOrder = events.map((event) => event.at).toSorted((a, b) => a.getTime() - b.getTime())
  return events
    .toSorted((a, b) => rank(a) - rank(b))
    .map((event, index) => ({ ...event, at: inOrder[index] ?? event.at }))
}

const RANKS = ['production', 'moved', 'packing', 'shipped', 'delivered']
const rank = (event: PlannedEvent): number =>
  RANKS.indexOf(event.what === 'status' ? event.status : event.what)
