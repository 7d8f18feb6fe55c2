/** The invoices of an order, each with what is left of it and until when. */
import { Link } from 'react-router'
import { useJustChanged } from '../../live/use-live.ts'
import { cx } from '../../ui/cx.ts'
import { Section } from '../../ui/show/section.tsx'
import { MoneyText } from '../../ui/text/money-text.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { InvoiceRow } from '../billing-api.ts'
import { DueText } from '../invoices/parts/due-text.tsx'
import { InvoiceState } from '../invoices/parts/invoice-state.tsx'
import { toldBy } from '../invoices/parts/use-announce-invoices.ts'
import { useDue } from '../invoices/parts/use-due.ts'
import { useInvoiceName } from '../invoices/parts/use-invoice-name.ts'
import { useSession } from '../shell/use-session.ts'

function Item({ invoice }: { invoice: InvoiceRow }) {
  const { tenant } = useSession()
  const nameOf = useInvoiceName()
  const due = useDue(invoice)
  const changed = useJustChanged(toldBy(invoice))
  return (
    <li
      className={cx(
        'relative -mx-3 grid gap-1 border-b border-line px-3 py-3 last:border-b-0 hover:bg-hover',
        changed && 'changed',
      )}
    >
      <span className="flex items-center justify-between gap-3">
        <Link
          to={`/t/${tenant.slug}/invoices/${invoice.id}`}
          prefetch="intent"
          className="row-link truncate font-medium"
        >
          {nameOf(invoice)}
        </Link>
        <MoneyText money={invoice.total} />
      </span>
      <span className="flex items-center justify-between gap-3 text-meta">
        <InvoiceState state={invoice.state} />
        {due.status === 'closed' ? null : (
          <span>
            <DueText due={due} />
          </span>
        )}
      </span>
    </li>
  )
}

export function OrderInvoices({ invoices }: { invoices: InvoiceRow[] }) {
  const text = useText()
  return (
    <Section title={text('order.invoices.title')}>
      {invoices.length === 0 ? (
        <p className="pt-3 text-soft">{text('order.invoices.empty')}</p>
      ) : (
        <ul>
          {invoices.map((invoice) => (
            <Item key={invoice.id} invoice={invoice} />
          ))}
        </ul>
      )}
    </Section>
  )
}
