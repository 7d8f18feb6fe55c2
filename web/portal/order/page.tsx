/** One order: what it is, the sentence that matters, its facts, its single timeline, lines, shipments and returns. */
import { ChevronRight } from 'lucide-react'
import '../../languages/pages/orders.ts'
import { Link } from 'react-router'
import type { Route } from './+types/page.ts'
import '../../languages/pages/order.ts'
import { revalidateOnLive, useLive } from '../../live/use-live.ts'
import { Icon } from '../../ui/icon.tsx'
import { Freshness } from '../../ui/show/freshness.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { OrderView } from '../api.ts'
import { OrderBadge } from '../orders/parts/order-state.tsx'
import { useAnnounceChanges } from '../orders/parts/use-announce-changes.ts'
import { useDelivery } from '../orders/parts/use-delivery.ts'
import { readPortal } from '../read-portal.ts'
import { StaleNote } from '../shell/stale-note.tsx'
import { titleOf } from '../shell/title-of.ts'
import { useFreshness } from '../shell/use-freshness.ts'
import { usePermission, useSession } from '../shell/use-session.ts'
import { Lines } from './lines.tsx'
import { OrderInvoices } from './order-invoices.tsx'
import { OrderFacts } from './order-facts.tsx'
import { Progress } from './progress.tsx'
import { Returns } from './returns.tsx'
import { deliverySentence } from './sentence.ts'
import { Shipments } from './shipments.tsx'

const interestsIn = (id: string) =>
  [
    { module: 'orders', kind: 'order', ids: [id] },
    { module: 'projects', kind: 'project' },
    { module: 'billing', kind: 'invoice' },
    { module: 'billing', kind: 'payment' },
    { module: 'billing', kind: 'credit_note' },
  ] as const

export async function loader(args: Route.LoaderArgs) {
  const [order, freshness] = await readPortal(args, (portal) =>
    Promise.all([portal.orders.get({ id: args.params.id }), portal.freshness.get()]),
  )
  return { order, freshness }
}

export const shouldRevalidate = revalidateOnLive(({ currentParams }) =>
  interestsIn(currentParams['id'] ?? ''),
)

export const meta: Route.MetaFunction = (args) => titleOf(args, () => args.loaderData.order.number)

function Head({ order }: { order: OrderView }) {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  const { tenant } = useSession()
  const delivery = useDelivery(order)
  const sentence = deliverySentence(delivery, {
    text,
    format,
    today: now,
    todayDate: format.dateOf(now),
  })
  return (
    <>
      <nav
        aria-label={text('order.breadcrumb')}
        className="mb-2 flex items-center gap-2 text-meta text-faint"
      >
        <Link to={`/t/${tenant.slug}/orders`} prefetch="intent" className="link">
          {text('orders.title')}
        </Link>
        <Icon of={ChevronRight} size={14} />
        <span aria-current="page">{order.number}</span>
      </nav>
      <div className="mb-6">
        <div className="flex flex-wrap items-center gap-2">
          <h1>{order.title}</h1>
          <OrderBadge state={order.state} />
        </div>
        <p className="mt-1 text-soft">
          {order.site === null
            ? sentence
            : text('order.sentence.forSite', { site: order.site, sentence })}
        </p>
      </div>
    </>
  )
}

export default function OrderPage({ loaderData, params }: Route.ComponentProps) {
  const { order } = loaderData
  const amounts = usePermission('orders:amounts')
  const freshness = useFreshness(loaderData.freshness).orders
  useLive(interestsIn(params.id))
  useAnnounceChanges([order])
  return (
    <>
      <Head order={order} />
      <StaleNote freshness={freshness} />
      <OrderFacts key={order.id} order={order} />
      <div className="mt-8 grid items-start gap-x-12 gap-y-8 wide:grid-cols-[minmax(0,1fr)_340px]">
        <div className="grid min-w-0 gap-8">
          <Progress
            key={order.id}
            order={order}
            fresh={
              freshness === undefined ? null : (
                <Freshness source={freshness.source} seenAt={freshness.seenAt} />
              )
            }
          />
          <Lines order={order} amounts={amounts} />
        </div>
        <div className="grid min-w-0 gap-8">
          <Shipments order={order} />
          {order.returns.length === 0 ? null : <Returns order={order} />}
          {order.invoices === null ? null : <OrderInvoices invoices={order.invoices} />}
        </div>
      </div>
    </>
  )
}
