/** The list of invoices. Its whole state is the URL; the server pages, filters, searches and sorts. */
import { ReceiptText } from 'lucide-react'
import type { Route } from './+types/page.ts'
import { revalidateOnLive, useLive } from '../../live/use-live.ts'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { InvoiceRow, InvoicesPage } from '../billing-api.ts'
import { ListBlank } from '../list/list-blank.tsx'
import { ListBody } from '../list/list-body.tsx'
import { ListError } from '../list/list-error.tsx'
import { ListFoot } from '../list/list-foot.tsx'
import { ListHead } from '../list/list-head.tsx'
import { ListSelection } from '../list/list-selection.tsx'
import { useListNavigation } from '../list/use-list-navigation.ts'
import { useListPage } from '../list/use-list-page.ts'
import { readPortal } from '../read-portal.ts'
import { StaleNote } from '../shell/stale-note.tsx'
import { titleOf } from '../shell/title-of.ts'
import { useFreshness } from '../shell/use-freshness.ts'
import { usePermission, useSession } from '../shell/use-session.ts'
import {
  INVOICE_VIEWS,
  invoicesList,
  readInvoicesQuery,
  toSearch,
  type InvoicesQuery,
} from './invoices-query.ts'
import { InvoicesTable } from './invoices-table.tsx'
import { InvoicesTools } from './invoices-tools.tsx'
import { useAnnounceInvoices } from './parts/use-announce-invoices.ts'

const INTERESTS = [
  { module: 'billing', kind: 'invoice' },
  { module: 'billing', kind: 'payment' },
] as const

export async function loader(args: Route.LoaderArgs) {
  const query = readInvoicesQuery(new URL(args.request.url).searchParams)
  const [page, freshness] = await readPortal(args, (portal) =>
    Promise.all([portal.invoices.list(query), portal.freshness.get()]),
  )
  return { query, page, freshness }
}

export const shouldRevalidate = revalidateOnLive(() => INTERESTS)

export const meta: Route.MetaFunction = (args) => titleOf(args, 'shell.place.invoices')

interface PartProps {
  query: InvoicesQuery
  page: InvoicesPage
}

function Head({ query, page, file }: PartProps & { file: string | null }) {
  const text = useText()
  const format = useFormat()
  const help = text('invoices.csvHelp', { number: format.number(page.total.count) })
  const href = `${file ?? ''}${toSearch({ ...query, cursor: null })}`
  return (
    <ListHead
      title={text('invoices.title')}
      csv={file === null || page.total.count === 0 ? null : { href, help }}
      tabs={INVOICE_VIEWS.map((view) => ({
        to: toSearch(invoicesList.changeView(query, view)) || '?',
        label: text(`invoices.views.${view}`),
        count: format.number(page.counts[view]),
        current: view === query.view,
      }))}
    />
  )
}

function Empty({ query }: Pick<PartProps, 'query'>) {
  const text = useText()
  const { operator } = useSession()
  const { view, q } = query
  const clear = toSearch(invoicesList.clearFilters(query))
  return (
    <ListBlank
      icon={ReceiptText}
      filtered={invoicesList.hasFilters(query) ? { q, clear } : null}
      empty={
        view === 'all'
          ? {
              title: text('invoices.empty.title'),
              help: text('invoices.empty.help', { operator: operator.name }),
            }
          : null
      }
      noneInView={{
        title: view === 'all' ? '' : text(`invoices.noneInView.${view}`),
        help: text('invoices.noneInView.help'),
        action: text('invoices.noneInView.action'),
        all: toSearch(invoicesList.changeView(query, 'all')),
      }}
    />
  )
}

/** "12 invoices, €1,200.00 in total, €300.00 to pay" */
function useRange({ total: { count, sums, remaining } }: InvoicesPage): string {
  const text = useText()
  const format = useFormat()
  const words = (amounts: typeof sums) => amounts.map(format.money).join(', ')
  const number = format.number(count)
  const counted = text('invoices.count', { count, number })
  const range = text('list.pages.total', { range: counted, sums: words(sums) })
  if (remaining.length === 0) return range
  return text('invoices.remaining', { range, left: words(remaining) })
}

function Foot({ query, page }: PartProps) {
  const go = useListNavigation(toSearch)
  const range = useRange(page)
  const to = (cursor: string | null) =>
    cursor === null ? null : toSearch(invoicesList.changeQuery(query, { cursor })) || '?'
  return (
    <ListFoot
      range={range}
      size={query.limit}
      onSize={(limit) => go(invoicesList.changeQuery(query, { limit }))}
      previous={to(page.previous)}
      next={to(page.next)}
    />
  )
}

export default function InvoicesPageView({ loaderData }: Route.ComponentProps) {
  const { query, page } = loaderData
  const text = useText()
  const { tenant } = useSession()
  const orders = usePermission('orders:view')
  const file = usePermission('billing:export') ? `/t/${tenant.slug}/invoices.csv` : null
  const freshness = useFreshness(loaderData.freshness).stripe
  const { held, selection, waits, chosen } = useListPage<InvoiceRow, InvoicesQuery>(
    page.rows,
    query,
    readInvoicesQuery,
  )
  useLive(INTERESTS)
  useAnnounceInvoices(page.rows)
  const { rows } = held
  return (
    <>
      <Head query={chosen} page={page} file={file} />
      <InvoicesTools query={chosen} {...{ page, freshness, held }} />
      <StaleNote freshness={freshness} />
      <ListBody waits={waits} count={rows.length} loading={text('invoices.loading')}>
        {rows.length === 0 ? (
          <Empty query={query} />
        ) : (
          <InvoicesTable
            {...{ query, rows, orders, selection }}
            base={`/t/${tenant.slug}/invoices`}
          />
        )}
      </ListBody>
      <ListSelection selection={selection} amountOf={({ total }) => total} csv={file} />
      {rows.length === 0 ? null : <Foot query={query} page={page} />}
    </>
  )
}

export function ErrorBoundary({ error, params }: Route.ErrorBoundaryProps) {
  const text = useText()
  return (
    <ListError
      error={error}
      title={text('invoices.title')}
      failed={text('invoices.failed')}
      home={`/t/${params.tenant}/home`}
    />
  )
}
