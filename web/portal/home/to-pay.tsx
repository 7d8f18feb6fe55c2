/** Invoices that have to be paid, the most pressing first. */
import { ReceiptText } from 'lucide-react'
import { Link } from 'react-router'
import { useJustChanged } from '../../live/use-live.ts'
import { cx } from '../../ui/cx.ts'
import { Blank } from '../../ui/show/blank.tsx'
import { Freshness } from '../../ui/show/freshness.tsx'
import { Section } from '../../ui/show/section.tsx'
import { MoneyText } from '../../ui/text/money-text.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { FreshnessView } from '../api.ts'
import type { InvoiceRow, InvoicesPage } from '../billing-api.ts'
import { DueText } from '../invoices/parts/due-text.tsx'
import { InvoiceState } from '../invoices/parts/invoice-state.tsx'
import { toldBy } from '../invoices/parts/use-announce-invoices.ts'
import { useDue } from '../invoices/parts/use-due.ts'
import { useInvoiceName } from '../invoices/parts/use-invoice-name.ts'
import { useSession } from '../shell/use-session.ts'

interface ToPayProps {
  page: InvoicesPage
  freshness: FreshnessView | undefined
  base: string
}

function Row({ row, base }: { row: InvoiceRow; base: string }) {
  const nameOf = useInvoiceName()
  const due = useDue(row)
  const changed = useJustChanged(toldBy(row))
  return (
    <li
      className={cx(
        'relative -mx-3 flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 hover:bg-hover',
        'border-b border-line last:border-b-0',
        changed && 'changed',
      )}
    >
      <span className="min-w-0 flex-1 phone:basis-1/2">
        <Link
          to={`${base}/invoices/${row.id}`}
          prefetch="intent"
          className="row-link block truncate font-medium"
        >
          {row.description ?? nameOf(row)}
        </Link>
        <span className="text-meta text-faint">{nameOf(row)}</span>
      </span>
      <InvoiceState state={row.state} className="text-dense phone:order-1 phone:w-full desk:w-32" />
      <span className="text-right desk:w-36">
        <MoneyText money={row.remaining} className="block font-medium" />
        <span className="text-meta">
          <DueText due={due} />
        </span>
      </span>
    </li>
  )
}

export function ToPay({ page, freshness, base }: ToPayProps) {
  const text = useText()
  const format = useFormat()
  const { operator } = useSession()
  return (
    <Section
      title={text('home.toPay.title')}
      note={
        freshness === undefined ? undefined : (
          <Freshness bare source={freshness.source} seenAt={freshness.seenAt} />
        )
      }
      aside={
        page.rows.length === 0 ? undefined : (
          <Link to={`${base}/invoices?view=open`} prefetch="intent" className="link">
            {text('home.all', { number: format.number(page.counts.open) })}
          </Link>
        )
      }
    >
      {page.rows.length === 0 ? (
        <Blank
          icon={ReceiptText}
          title={text('home.toPay.empty')}
          help={text('home.toPay.emptyHelp', { operator: operator.name })}
        />
      ) : (
        <ul>
          {page.rows.map((row) => (
            <Row key={row.id} row={row} base={base} />
          ))}
        </ul>
      )}
    </Section>
  )
}
