/** Orders and invoices as things that need a look, each in its own words. */
import { CalendarClock, CircleAlert, TriangleAlert } from 'lucide-react'
import { useJustChanged } from '../../live/use-live.ts'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { AttentionEntry } from '../api.ts'
import type { InvoiceAttentionEntry } from '../billing-api.ts'
import { toldBy } from '../invoices/parts/use-announce-invoices.ts'
import { useDue } from '../invoices/parts/use-due.ts'
import { useInvoiceName } from '../invoices/parts/use-invoice-name.ts'
import { isLate } from '../orders/parts/delivery.ts'
import { useDelivery } from '../orders/parts/use-delivery.ts'
import { AttentionRow } from './attention-row.tsx'

interface EntryProps<Entry> {
  entry: Entry
  /** Path of the tenant. */
  base: string
}

export function OrderEntry({ entry, base }: EntryProps<AttentionEntry>) {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  const { order, movedAt, note } = entry
  const delivery = useDelivery(order)
  const late = isLate(delivery)
  const date =
    delivery.date === null ? text('common.noDate') : format.day(delivery.date, 'short', now)
  const why = late
    ? text('common.daysLate', { count: delivery.days, number: format.number(delivery.days) })
    : text('home.attention.moved', { when: movedAt === null ? '' : format.brief(movedAt, now) })
  return (
    <AttentionRow
      icon={late ? TriangleAlert : CalendarClock}
      tone="warn"
      why={why}
      to={`${base}/orders/${order.id}`}
      name={order.number}
      about={text(
        delivery.status === 'overdue' ? 'home.attention.waits' : 'home.attention.arrives',
        { title: order.title, date },
      )}
      note={note}
      action={text('home.attention.open')}
      changed={useJustChanged(order.id)}
    />
  )
}

function useWhy({ invoice, reason }: InvoiceAttentionEntry): string {
  const text = useText()
  const format = useFormat()
  const { days } = useDue(invoice)
  const count = Math.abs(days)
  const number = format.number(count)
  if (reason === 'failed') return text('home.attention.failed')
  if (reason === 'overdue') {
    return count === 0
      ? text('home.attention.overdueToday')
      : text('home.attention.overdue', { count, number })
  }
  return count === 0
    ? text('home.attention.dueToday')
    : text('home.attention.dueIn', { count, number })
}

export function InvoiceEntry({ entry, base }: EntryProps<InvoiceAttentionEntry>) {
  const text = useText()
  const format = useFormat()
  const { invoice, reason } = entry
  const amount = format.money(invoice.remaining)
  const { description } = invoice
  return (
    <AttentionRow
      icon={reason === 'due_soon' ? CalendarClock : CircleAlert}
      tone={reason === 'due_soon' ? 'warn' : 'bad'}
      why={useWhy(entry)}
      to={`${base}/invoices/${invoice.id}`}
      name={text('home.attention.invoice', { number: useInvoiceName()(invoice) })}
      about={
        description === null ? amount : text('home.attention.invoiceFor', { description, amount })
      }
      action={text('home.attention.openInvoice')}
      changed={useJustChanged(toldBy(invoice))}
    />
  )
}
