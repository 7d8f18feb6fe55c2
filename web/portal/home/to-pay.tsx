/** Invoices that have to be paid, the most pressing first. */
import { ReceiptText } from 'lucide-react'
import { useJustChanged } from '../../live/use-live.ts'
import { MoneyText } from '../../ui/text/money-text.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { FreshnessView } from '../api.ts'
import type { InvoiceRow, InvoicesPage } from '../billing-api.ts'
import { DueText } from '../invoices/parts/due-text.tsx'
import { InvoiceState } from '../invoices/parts/invoice-state.tsx'
import { toldBy } from '../invoices/parts/use-announce-invoices.ts'
import { useDue } from '../invoices/parts/use-due.ts'
import { useInvoiceName } from '../invoices/parts/use-invoice-name.ts'
import { useSession } from '../shell/use-session.ts'
import { RowList, ThingRow } from './row-list.tsx'

interface ToPayProps {
  page: InvoicesPage
  freshness: FreshnessView | undefined
  base: string
}

function Row({ row, base }: { row: InvoiceRow; base: string }) {
  const name = useInvoiceName()(row)
  const due = useDue(row)
  return (
    <ThingRow
      to={`${base}/invoices/${row.id}`}
      title={row.description ?? name}
      name={name}
      changed={useJustChanged(toldBy(row))}
      state={
        <InvoiceState
          state={row.state}
          className="text-dense phone:order-1 phone:w-full desk:w-32"
        />
      }
    >
      <span className="text-right desk:w-36">
        <MoneyText money={row.remaining} className="block font-medium" />
        <span className="text-meta">
          <DueText due={due} />
        </span>
      </span>
    </ThingRow>
  )
}

export function ToPay({ page, freshness, base }: ToPayProps) {
  const text = useText()
  const { operator } = useSession()
  return (
    <RowList
      title={text('home.toPay.title')}
      freshness={freshness}
      all={{ to: `${base}/invoices?view=open`, count: page.counts.open }}
      empty={{
        icon: ReceiptText,
        title: text('home.toPay.empty'),
        help: text('home.toPay.emptyHelp', { operator: operator.name }),
      }}
      rows={page.rows.map((row) => (
        <Row key={row.id} row={row} base={base} />
      ))}
    />
  )
}
