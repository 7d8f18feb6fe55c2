/** The list of orders. Its whole state is the URL; the server pages, filters, searches and sorts. */
import '../../languages/pages/orders.ts'
import type { Route } from './+types/page.ts'
import { revalidateOnLive, useLive } from '../../live/use-live.ts'
import { createLazyPart } from '../../ui/float/lazy-part.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { OrderRow, OrdersPage } from '../api.ts'
import type { WhyEmpty } from '../list/list-query.ts'
import { ListRows } from '../list/list-rows.tsx'
import { ListError } from '../list/list-error.tsx'
import { ListFoot } from '../list/list-foot.tsx'
import { ListHead } from '../list/list-head.tsx'
import { ListSelection } from '../list/list-selection.tsx'
import { useListPage } from '../list/use-list-page.ts'
import { readPortal } from '../read-portal.ts'
import { StaleNote } from '../shell/stale-note.tsx'
import { titleOf } from '../shell/title-of.ts'
import { useFreshness } from '../shell/use-freshness.ts'
import { usePermission, useSession } from '../shell/use-session.ts'
import {
  ORDER_VIEWS,
  ordersList,
  readOrdersQuery,
  type OrdersQuery,
  type OrderViewName,
} from './orders-query.ts'
import { OrdersTable } from './orders-table.tsx'
import { OrdersTools } from './orders-tools.tsx'
import { useAnnounceChanges } from './parts/use-announce-changes.ts'

const INTERESTS = [{ module: 'orders', kind: 'order' }] as const

export async function loader(args: Route.LoaderArgs) {
  const query = readOrdersQuery(new URL(args.request.url).searchParams)
  const [page, freshness] = await readPortal(args, (portal) =>
    Promise.all([portal.orders.list(query), portal.freshness.get()]),
  )
  return { query, page, freshness }
}

export const shouldRevalidate = revalidateOnLive(() => INTERESTS)

export const meta: Route.MetaFunction = (args) => titleOf(args, 'shell.place.orders')

const blank = createLazyPart<WhyEmpty<OrderViewName>>(() => import('./orders-blank-body.tsx'))

/** "12 orders, €1,200.00 in total" */
function useRange({ total: { count, sums } }: OrdersPage): string {
  const text = useText()
  const format = useFormat()
  const range = text('orders.count', { count, number: format.number(count) })
  if (sums.length === 0) return range
  return text('list.pages.total', { range, sums: sums.map(format.money).join(', ') })
}

export default function OrdersPageView({ loaderData }: Route.ComponentProps) {
  const { query, page } = loaderData
  const text = useText()
  const format = useFormat()
  const range = useRange(page)
  const { tenant } = useSession()
  const amounts = usePermission('orders:amounts')
  const file = usePermission('orders:export') ? `/t/${tenant.slug}/orders.csv` : null
  const freshness = useFreshness(loaderData.freshness).orders
  const { held, selection, waits, chosen } = useListPage<OrderRow, OrdersQuery>(
    page.rows,
    query,
    readOrdersQuery,
  )
  useLive(INTERESTS)
  useAnnounceChanges(page.rows)
  const { rows } = held
  return (
    <>
      <ListHead
        title={text('orders.title')}
        codec={ordersList}
        query={chosen}
        views={ORDER_VIEWS}
        counts={page.counts}
        viewName={(view) => text(`orders.views.${view}`)}
        file={page.total.count > 0 ? file : null}
        fileHelp={text('orders.csvHelp', { number: format.number(page.total.count) })}
      />
      <OrdersTools query={chosen} {...{ page, amounts, freshness, held }} />
      <StaleNote freshness={freshness} />
      <ListRows waits={waits} count={rows.length} loading={text('orders.loading')}>
        {rows.length === 0 ? (
          <blank.Part {...ordersList.whyEmpty(query)} />
        ) : (
          <OrdersTable {...{ query, rows, amounts, selection }} base={`/t/${tenant.slug}/orders`} />
        )}
      </ListRows>
      <ListSelection
        selection={selection}
        amountOf={({ total }) => (amounts ? total : null)}
        csv={file}
      />
      {rows.length === 0 ? null : <ListFoot codec={ordersList} {...{ query, page, range }} />}
    </>
  )
}

export const ErrorBoundary = ({ error, params }: Route.ErrorBoundaryProps) => (
  <ListError of="orders" {...{ error, params }} />
)
