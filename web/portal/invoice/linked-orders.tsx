/** The order an invoice is for, with where that order stands. */
import { Link } from 'react-router'
import { Section } from '../../ui/show/section.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { InvoiceView } from '../billing-api.ts'
import { OrderState } from '../orders/parts/order-state.tsx'
import { useSession } from '../shell/use-session.ts'

export function LinkedOrders({ orders }: Pick<InvoiceView, 'orders'>) {
  const text = useText()
  const { tenant } = useSession()
  if (orders.length === 0) return null
  return (
    <Section title={text(orders.length === 1 ? 'invoice.order.title' : 'invoice.order.many')}>
      <ul>
        {orders.map(({ id, number, title, state }) => (
          <li
            key={id}
            className="relative -mx-3 grid gap-1 border-b border-line px-3 py-3 last:border-b-0 hover:bg-hover"
          >
            <Link
              to={`/t/${tenant.slug}/orders/${id}`}
              prefetch="intent"
              className="row-link truncate font-medium"
            >
              {title}
            </Link>
            <span className="flex items-center justify-between gap-3 text-meta text-faint">
              {number}
              <OrderState state={state} className="text-meta" />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
