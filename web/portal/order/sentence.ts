/** The one sentence that matters on an order: when it comes, compared with what was first confirmed. */
import { daysBetween } from '../../ui/text/dates.ts'
import type { Format } from '../../ui/text/format.ts'
import type { Translate } from '../../languages/catalogue.ts'
import type { Delivery } from '../orders/parts/delivery.ts'

interface Voice {
  text: Translate
  format: Pick<Format, 'day' | 'count'>
  today: Date
  /** Today as a calendar date in the member's zone. */
  todayDate: string
}

export function deliverySentence(delivery: Delivery, voice: Voice): string {
  const { text, format, today, todayDate } = voice
  if (delivery.status === 'cancelled') return text('order.sentence.cancelled')
  if (delivery.date === null) return text('order.sentence.noDate')
  const date = format.day(delivery.date, 'long', today)
  const count = Math.abs(delivery.days)
  const compared = { date, count, days: format.count(count) }
  if (delivery.status === 'overdue') {
    const since = daysBetween(delivery.date, todayDate)
    return text('order.sentence.overdue', { date, count: since, days: format.count(since) })
  }
  if (delivery.status === 'delivered') {
    if (delivery.days > 0) return text('order.sentence.deliveredLater', compared)
    if (delivery.days < 0) return text('order.sentence.deliveredEarlier', compared)
    return text('order.sentence.delivered', { date })
  }
  if (delivery.days > 0) return text('order.sentence.arrivesLater', compared)
  if (delivery.days < 0) return text('order.sentence.arrivesEarlier', compared)
  return text('order.sentence.arrives', { date })
}
