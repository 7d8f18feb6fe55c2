/** The list of orders. Its whole state is the URL; the server pages, filters, searches and sorts. */
import { Download } from 'lucide-react'
import { isRouteErrorResponse, useLocation, useNavigation } from 'react-router'
import type { Route } from './+types/page.ts'
import { revalidateOnLive, useLive } from '../../live/use-live.ts'
import { buttonClass } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Tabs } from '../../ui/list/tabs.tsx'
import { useSelection } from '../../ui/list/use-selection.ts'
import { SkeletonRows } from '../../ui/show/skeleton.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { OrderRow, OrdersPage } from '../api.ts'
import { ErrorPage } from '../error-page.tsx'
import { readPortal } from '../read-portal.ts'
import { StaleNote } from '../shell/stale-note.tsx'
import { titleOf } from '../shell/title-of.ts'
import { useFreshness } from '../shell/use-freshness.ts'
import { usePermission, useSession } from '../shell/use-session.ts'
import { useHeldRows } from './hold-rows.ts'
import { OrdersBlank } from './orders-blank.tsx'
import { OrdersError } from './orders-error.tsx'
import { OrdersFoot } from './orders-foot.tsx'
import {
  changeView,
  ORDER_SORTS,
  ORDER_VIEWS,
  readOrdersQuery,
  toSearch,
  type OrdersQuery,
} from './orders-query.ts'
import { OrdersSelection } from './orders-selection.tsx'
import { OrdersTable } from './orders-table.tsx'
import { OrdersTools } from './orders-tools.tsx'
import { useAnnounceChanges } from './parts/use-announce-changes.ts'

const INTEREST = { module: 'orders', kind: 'order' } as const

export async function loader(args: Route.LoaderArgs) {
  const query = readOrdersQuery(new URL(args.request.url).searchParams)
  const [page, freshness] = await readPortal(args, (portal) =>
    Promise.all([portal.orders.list(query), portal.freshness.get()]),
  )
  return { query, page, freshness }
}

export const shouldRevalidate = revalidateOnLive(() => INTEREST)

export const meta: Route.MetaFunction = ({ error, matches }) =>
  error === undefined ? [{ title: titleOf(matches, 'shell.place.orders') }] : []

interface HeadProps {
  query: OrdersQuery
  page: OrdersPage
}

function OrdersHead({ query, page }: HeadProps) {
  const text = useText()
  const format = useFormat()
  const { tenant } = useSession()
  const mayExport = usePermission('orders:export')
  return (
    <>
      <div className="mb-3 flex min-h-8 items-start gap-4">
        <h1 className="grow">{text('orders.title')}</h1>
        {mayExport && page.total.count > 0 ? (
          <a
            href={`/t/${tenant.slug}/orders.csv${toSearch({ ...query, cursor: null })}`}
            download
            title={text('orders.csvHelp', { number: format.number(page.total.count) })}
            className={buttonClass('secondary')}
          >
            <Icon of={Download} />
            {text('orders.csv')}
          </a>
        ) : null}
      </div>
      <Tabs
        label={text('orders.views.label')}
        tabs={ORDER_VIEWS.map((view) => ({
          to: toSearch(changeView(query, view)) || '?',
          label: text(`orders.views.${view}`),
          count: format.number(page.counts[view]),
          current: view === query.view,
        }))}
      />
    </>
  )
}

export default function OrdersPageView({ loaderData }: Route.ComponentProps) {
  const { query, page } = loaderData
  const text = useText()
  const { tenant } = useSession()
  const amounts = usePermission('orders:amounts')
  const freshness = useFreshness(loaderData.freshness)
  const { pathname, search } = useLocation()
  const going = useNavigation().location
  const held = useHeldRows<OrderRow>(page.rows, search)
  const selection = useSelection<OrderRow>(query.view)
  const waitsForList = going?.pathname === pathname && going.search !== search
  // Controls follow the choice at once; a second choice before the answer builds on the first.
  const chosen = waitsForList ? readOrdersQuery(new URLSearchParams(going.search)) : query
  const sorts = ORDER_SORTS.filter((sort) => amounts || sort !== 'total')
  useLive(INTEREST)
  useAnnounceChanges(page.rows)
  return (
    <>
      <OrdersHead query={chosen} page={page} />
      <OrdersTools
        {...{ page, sorts }}
        query={chosen}
        freshness={freshness}
        waiting={held.waiting}
        onShowWaiting={held.showAll}
      />
      <StaleNote freshness={freshness} />
      <div aria-busy={waitsForList} className="relative">
        {held.rows.length === 0 ? (
          <OrdersBlank query={query} />
        ) : (
          <OrdersTable
            {...{ query, amounts, selection }}
            rows={held.rows}
            base={`/t/${tenant.slug}/orders`}
          />
        )}
        {waitsForList ? (
          <div className="late-in absolute inset-x-0 top-9 bottom-0 z-1 -mx-3 overflow-hidden bg-surface px-3 phone:top-0">
            <SkeletonRows count={Math.max(8, held.rows.length)} label={text('orders.loading')} />
          </div>
        ) : null}
      </div>
      <OrdersSelection selection={selection} amounts={amounts} />
      {held.rows.length === 0 ? null : <OrdersFoot query={query} page={page} />}
    </>
  )
}

export function ErrorBoundary({ error, params }: Route.ErrorBoundaryProps) {
  const missing = isRouteErrorResponse(error) && error.status === 404
  if (missing) return <ErrorPage error={error} home={`/t/${params.tenant}/home`} inShell />
  return <OrdersError error={error} />
}
