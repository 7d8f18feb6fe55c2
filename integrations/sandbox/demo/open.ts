/**
 * Orders on the move: some told by hand, so that a demo has a story per customer, the others at random.
 * Everything is relative to the moment of seeding.
 */
import { addDays } from '../orders/change.ts'
import type { Product } from './catalogue.ts'
import { atWork, DAY, dayOf, daysAfter, workingDay, workingDayBefore } from './calendar.ts'
import { composeWish } from './compose.ts'
import type { DemoCustomer } from './customers.ts'
import { DELAY_REASONS } from './past.ts'
import type { Random } from './random.ts'
import { STORIES, type Story } from './stories.ts'
import type { Plan, PlannedEvent } from './timeline.ts'

/** How many more are on the move beside the stories. */
const OTHERS: Readonly<Record<string, number>> = { 'C-1003': 26 }

const STATUSES = ['confirmed', 'production', 'packing', 'shipped'] as const
/** Where between placing and now each step lies. */
const SHARES = { confirmed: 0.07, production: 0.3, packing: 0.84, shipped: 0.94 } as const

export function storiesOf(customer: DemoCustomer, random: Random): Story[] {
  const told = STORIES.filter((story) => story.customer === customer.id)
  const others = Array.from({ length: OTHERS[customer.id] ?? 0 }, (): Story => {
    const product = random.pick(customer.catalogue)
    const lead = random.whole(...product.lead)
    const age = random.whole(1, lead)
    const status = random.chance(0.12) ? 'new' : random.pick(STATUSES)
    const moved = status !== 'new' && random.chance(0.2) ? random.whole(2, 6) : 0
    return {
      customer: customer.id,
      product: product.title,
      status,
      placed: status === 'new' ? 0.2 : age,
      due: Math.max(lead - age, status === 'shipped' ? 1 : 3),
      ...(moved > 0 ? { moved: { days: moved, text: random.pick(DELAY_REASONS) } } : {}),
    }
  })
  return [...told, ...others]
}

export function openPlan(
  story: Story,
  number: number,
  { customer, random, now }: { customer: DemoCustomer; random: Random; now: Date },
): Plan {
  const product = productOf(customer, story.product)
  const placedAt = earlier(daysAfter(now, -story.placed), now, random)
  const dueAt = daysAfter(now, story.due)
  // What is overdue stays in the past: a weekend goes back to its Friday.
  const due = dayOf(story.due < 0 ? workingDayBefore(dueAt) : workingDay(dueAt))
  const { moved } = story
  const promisedOn = moved ? addDays(due, -moved.days) : due
  const wish = {
    ...composeWish(customer, product, random),
    ...(story.site === undefined ? {} : { site: story.site }),
    ...(story.reference === undefined ? {} : { customer_reference: story.reference }),
  }
  const age = now.getTime() - placedAt.getTime()
  const at = (share: number) => earlier(new Date(placedAt.getTime() + age * share), now, random)
  const reached =
    story.status === 'new' ? [] : STATUSES.slice(0, STATUSES.indexOf(story.status) + 1)
  const events = reached.map((status): PlannedEvent => {
    const text = story.texts?.[status]
    return { at: at(SHARES[status]), what: 'status', status, ...(text ? { text } : {}) }
  })
  if (moved) events.push({ at: at(0.6), what: 'moved', to: due, text: moved.text })
  for (const [hoursAgo, text] of story.notes ?? []) {
    events.push({ at: new Date(now.getTime() - hoursAgo * 3_600_000), what: 'note', text })
  }
  return { number, wish, placedAt, promisedOn, events: inStep(events, placedAt) }
}

function productOf(customer: DemoCustomer, title: string): Product {
  const product = customer.catalogue.find((candidate) => candidate.title === title)
  if (!product) throw new RangeError(`${customer.name} does not buy "${title}".`)
  return product
}

/** In working hours where that is possible without leaving the past. */
function earlier(at: Date, now: Date, random: Random): Date {
  const tidy = atWork(at, random)
  return tidy.getTime() < now.getTime() - DAY / 24 ? tidy : at
}

/** Tidying may have swapped two close steps: the moments stay, the order is that of the story. */
function inStep(events: PlannedEvent[], placedAt: Date): PlannedEvent[] {
  const moments = events
    .map((event) => Math.max(event.at.getTime(), placedAt.getTime() + 95 * 60_000))
    .toSorted((a, b) => a - b)
  return events
    .toSorted((a, b) => rank(a) - rank(b))
    .map((event, index) => ({ ...event, at: new Date(moments[index] ?? event.at.getTime()) }))
}

const RANKS = ['confirmed', 'production', 'moved', 'packing', 'shipped', 'note']
const rank = (event: PlannedEvent): number =>
  RANKS.indexOf(event.what === 'status' ? event.status : event.what)
