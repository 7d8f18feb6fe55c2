/** The list of invoices. Its whole state is the URL; the server pages, filters, searches and sorts. */
import '../../languages/pages/invoices.ts'
import type { Route } from './+types/page.ts'
import { revalidateOnLive, useLive } from '../../live/use-live.ts'
import { Link } from 'react-router'
import { createLazyPart } from '../../ui/float/lazy-part.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { InvoiceRow, InvoicesPage } from '../billing-api.ts'
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
  INVOICE_VIEWS,
  invoicesList,
  readInvoicesQuery,
  type InvoicesQuery,
  type InvoiceViewName,
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

const blank = createLazyPart<WhyEmpty<InvoiceViewName>>(() => import('./invoices-blank-body.tsx'))

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

export default function InvoicesPageView({ loaderData }: Route.ComponentProps) {
  const { query, page } = loaderData
  const text = useText()
  const format = useFormat()
  const range = useRange(page)
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
      <ListHead
        title={text('invoices.title')}
        codec={invoicesList}
        query={chosen}
        views={INVOICE_VIEWS}
        counts={page.counts}
        viewName={(view) => text(`invoices.views.${view}`)}
        file={page.total.count > 0 ? file : null}
        fileHelp={text('invoices.csvHelp', { number: format.number(page.total.count) })}
      />
      <Link to={`/t/${tenant.slug}/plan`} className="link mt-3 inline-block py-2 desk:hidden">
        {text('invoices.plan')}
      </Link>
      <InvoicesTools query={chosen} {...{ page, freshness, held }} />
      <StaleNote freshness={freshness} />
      <ListRows waits={waits} count={rows.length} loading={text('invoices.loading')}>
        {rows.length === 0 ? (
          <blank.Part {...invoicesList.whyEmpty(query)} />
        ) : (
          <InvoicesTable
            {...{ query, rows, orders, selection }}
            base={`/t/${tenant.slug}/invoices`}
          />
        )}
      </ListRows>
      <ListSelection selection={selection} amountOf={({ total }) => total} csv={file} />
      {rows.length === 0 ? null : <ListFoot codec={invoicesList} {...{ query, page, range }} />}
    </>
  )
}

export const ErrorBoundary = ({ error, params }: Route.ErrorBoundaryProps) => (
  <ListError of="invoices" {...{ error, params }} />
)
