/** What is true of the invoice now. What is left to pay is the figure of the page; it is marked when it moves. */
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useValueJustChanged } from '../../live/use-live.ts'
import { Fact, Facts } from '../../ui/show/facts.tsx'
import { DateText } from '../../ui/text/date-text.tsx'
import { MoneyText } from '../../ui/text/money-text.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { InvoiceView } from '../billing-api.ts'
import { isPayable } from '../invoices/parts/due.ts'
import { DueText } from '../invoices/parts/due-text.tsx'
import { toldBy } from '../invoices/parts/use-announce-invoices.ts'
import { useDue } from '../invoices/parts/use-due.ts'
import { useSession } from '../shell/use-session.ts'

export function InvoiceFacts({ invoice }: { invoice: InvoiceView }) {
  const text = useText()
  const format = useFormat()
  const due = useDue(invoice)
  const { state, remaining, total, paid } = invoice
  const amount = isPayable(state) ? remaining : state === 'paid' ? paid : total
  const changed = useValueJustChanged(toldBy(invoice), `${state} ${amount.minor}`)
  const name = isPayable(state) ? 'remaining' : state === 'paid' ? 'paidTotal' : 'total'
  const isPart = amount.minor !== total.minor
  return (
    <div className="flex flex-wrap items-end gap-x-12 gap-y-5">
      <Figure name={text(`invoice.fact.${name}`)} changed={changed}>
        <MoneyText money={amount} />
      </Figure>
      <div className="min-w-0 grow">
        <Facts>
          {isPart ? (
            <Fact name={text('invoice.fact.total')}>
              <MoneyText money={total} />
            </Fact>
          ) : null}
          <Fact name={text('invoice.fact.due')}>
            <DueText due={due} />
          </Fact>
          <Fact name={text('invoice.fact.issued')}>
            <DateText date={format.dateOf(new Date(invoice.issuedAt))} />
          </Fact>
          {invoice.orderNumber === null ? null : (
            <Fact name={text('invoice.fact.order')}>
              <OrderLink invoice={invoice} number={invoice.orderNumber} />
            </Fact>
          )}
        </Facts>
      </div>
    </div>
  )
}

interface FigureProps {
  name: string
  changed: boolean
  children: ReactNode
}

function Figure({ name, changed, children }: FigureProps) {
  return (
    <dl className={changed ? 'changed changed-block' : ''}>
      <dt className="text-meta text-faint">{name}</dt>
      <dd className="text-figure font-semibold">{children}</dd>
    </dl>
  )
}

/** The number alone where the order is not among those the member sees. */
function OrderLink({ invoice, number }: { invoice: InvoiceView; number: string }) {
  const { tenant } = useSession()
  const [order] = invoice.orders
  if (order === undefined) return <>{number}</>
  return (
    <Link
      to={`/t/${tenant.slug}/orders/${order.id}`}
      prefetch="intent"
      title={order.title}
      className="link link-underlined"
    >
      {number}
    </Link>
  )
}
