/** The orders of a project, as far as the member may see them. */
import { Link } from 'react-router'
import { useJustChanged } from '../../live/use-live.ts'
import { cx } from '../../ui/cx.ts'
import { Section } from '../../ui/show/section.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import { OrderState } from '../orders/parts/order-state.tsx'
import type { LinkedOrder } from '../projects-api.ts'
import { useSession } from '../shell/use-session.ts'

function Item({ order }: { order: LinkedOrder }) {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  const { tenant } = useSession()
  const changed = useJustChanged(order.id)
  const isOpen = order.state !== 'delivered' && order.state !== 'cancelled'
  return (
    <li
      className={cx(
        'relative -mx-3 grid gap-1 border-b border-line px-3 py-3 last:border-b-0 hover:bg-hover',
        changed && 'changed',
      )}
    >
      <span className="flex items-baseline gap-3">
        <Link
          to={`/t/${tenant.slug}/orders/${order.id}`}
          prefetch="intent"
          className="row-link font-medium whitespace-nowrap"
        >
          {order.number}
        </Link>
        <span className="min-w-0 truncate text-soft" title={order.title}>
          {order.title}
        </span>
      </span>
      <span className="flex items-center justify-between gap-3 text-meta">
        <OrderState state={order.state} />
        {order.promisedOn === null || !isOpen ? null : (
          <span className="text-faint">
            {text('project.orders.delivery', { date: format.day(order.promisedOn, 'short', now) })}
          </span>
        )}
      </span>
    </li>
  )
}

export function ProjectOrders({ orders }: { orders: readonly LinkedOrder[] }) {
  const text = useText()
  return (
    <Section title={text('project.orders.title')}>
      {orders.length === 0 ? (
        <p className="pt-3 text-soft">{text('project.orders.empty')}</p>
      ) : (
        <ul>
          {orders.map((order) => (
            <Item key={order.id} order={order} />
          ))}
        </ul>
      )}
    </Section>
  )
}
