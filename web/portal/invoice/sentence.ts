/** The one sentence that matters on an invoice: whether and until when it has to be paid. */
import type { Translate } from '../../languages/catalogue.ts'
import type { Format } from '../../ui/text/format.ts'
import type { InvoiceView } from '../billing-api.ts'
import type { Due } from '../invoices/parts/due.ts'

interface Voice {
  text: Translate
  format: Pick<Format, 'day' | 'count' | 'dateOf'>
  today: Date
}

type Facts = Pick<InvoiceView, 'state' | 'paidAt' | 'lastPayment'>

export function invoiceSentence(invoice: Facts, due: Due, voice: Voice): string {
  const { text } = voice
  if (invoice.state === 'open' || invoice.state === 'overdue') {
    const words = dueSentence(due, voice)
    const failed = invoice.lastPayment?.state === 'failed'
    return failed ? `${text('invoice.sentence.failed')} ${words}` : words
  }
  if (invoice.state !== 'paid') return text(`invoice.sentence.${invoice.state}`)
  if (invoice.paidAt === null) return text('invoice.sentence.paidPlain')
  const { day, dateOf } = voice.format
  const date = day(dateOf(new Date(invoice.paidAt)), 'long', voice.today)
  return text('invoice.sentence.paid', { date })
}

function dueSentence(due: Due, { text, format, today }: Voice): string {
  if (due.date === null) return text('invoice.sentence.noDate')
  const date = format.day(due.date, 'long', today)
  const count = Math.abs(due.days)
  const values = { date, count, days: format.count(count) }
  if (due.status === 'late') {
    return count === 0
      ? text('invoice.sentence.overdueToday')
      : text('invoice.sentence.overdue', values)
  }
  if (due.status === 'later') return text('invoice.sentence.open', { date })
  return count === 0 ? text('invoice.sentence.openToday') : text('invoice.sentence.openIn', values)
}
