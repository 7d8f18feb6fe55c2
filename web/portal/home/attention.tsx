/** What needs a look, in the one box of the page: invoices first, since they have a price, then orders. */
import { Link } from 'react-router'
import { Section } from '../../ui/show/section.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { AttentionEntry } from '../api.ts'
import type { InvoiceAttentionEntry } from '../billing-api.ts'
import { InvoiceEntry, OrderEntry } from './attention-entries.tsx'

/** More than this of one kind is a list, and lists live on their own pages. */
const SHOWN = { alone: 3, both: 2 }

interface AttentionProps {
  invoices: InvoiceAttentionEntry[]
  orders: AttentionEntry[]
  /** Path of the tenant. */
  base: string
}

function More({ to, words }: { to: string; words: string }) {
  return (
    <Link to={to} prefetch="intent" className="link">
      {words}
    </Link>
  )
}

export function Attention({ invoices, orders, base }: AttentionProps) {
  const text = useText()
  const format = useFormat()
  if (invoices.length + orders.length === 0) return null
  const shown = invoices.length > 0 && orders.length > 0 ? SHOWN.both : SHOWN.alone
  const more = { invoices: invoices.length - shown, orders: orders.length - shown }
  const words = (kind: 'invoices' | 'orders') =>
    text(`home.attention.more.${kind}`, {
      count: more[kind],
      number: format.number(more[kind]),
    })
  return (
    <Section headless title={text('home.attention.title')} className="mb-8">
      <ul className="overflow-hidden rounded-3 border border-line-strong px-4">
        {invoices.slice(0, shown).map((entry) => (
          <InvoiceEntry key={entry.invoice.id} entry={entry} base={base} />
        ))}
        {orders.slice(0, shown).map((entry) => (
          <OrderEntry key={entry.order.id} entry={entry} base={base} />
        ))}
        {more.invoices > 0 || more.orders > 0 ? (
          <li className="flex flex-wrap gap-x-6 gap-y-1 py-2.5 text-dense">
            {more.invoices > 0 ? (
              <More to={`${base}/invoices?view=open`} words={words('invoices')} />
            ) : null}
            {more.orders > 0 ? (
              <More to={`${base}/orders?view=late`} words={words('orders')} />
            ) : null}
          </li>
        ) : null}
      </ul>
    </Section>
  )
}
