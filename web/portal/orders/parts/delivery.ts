/**
 * When an order arrives and how that compares with what was first confirmed. An open order whose date has passed
 * is late by the days gone since, whatever the source still says.
 */
import { daysBetween } from '#web/ui/text/dates.ts'
import type { OrderRow } from '../../api.ts'

export interface Delivery {
  /** The date to show: when it came, or when it is expected. */
  date: string | null
  /** The date first confirmed, if it is another one. */
  was: string | null
  /** Days after the date first confirmed; negative when earlier. */
  days: number
  status: 'open' | 'overdue' | 'delivered' | 'cancelled'
}

type DeliveryFacts = Pick<OrderRow, 'state' | 'firstPromisedOn' | 'promisedOn' | 'deliveredAt'>

interface Calendar {
  today: string
  /** The member's date of an instant. */
  dateOf: (instant: Date) => string
}

export function deliveryOf(order: DeliveryFacts, { today, dateOf }: Calendar): Delivery {
  const { state, firstPromisedOn: first, promisedOn } = order
  if (state === 'cancelled') return { date: null, was: null, days: 0, status: 'cancelled' }
  if (state === 'delivered') {
    const date = order.deliveredAt === null ? promisedOn : dateOf(new Date(order.deliveredAt))
    return { ...compare(first, date), date, status: 'delivered' }
  }
  const overdue = promisedOn !== null && promisedOn < today
  const { was, days } = compare(first, promisedOn)
  return {
    date: promisedOn,
    was,
    days: overdue ? daysBetween(first ?? promisedOn, today) : days,
    status: overdue ? 'overdue' : 'open',
  }
}

function compare(first: string | null, now: string | null): Pick<Delivery, 'was' | 'days'> {
  if (first === null || now === null || first === now) return { was: null, days: 0 }
  return { was: first, days: daysBetween(first, now) }
}

export const isLate = (delivery: Delivery): boolean =>
  (delivery.status === 'open' || delivery.status === 'overdue') && delivery.days > 0
