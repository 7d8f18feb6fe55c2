/** Home: the day in words, what needs a look, what is on the move or to be paid, and what happened last. */
import type { Route } from './+types/page.ts'
import '../../languages/pages/home.ts'
import { revalidateOnLive, useLive } from '../../live/use-live.ts'
import { firstName } from '../../ui/text/initials.ts'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import { useAnnounceInvoices } from '../invoices/parts/use-announce-invoices.ts'
import { useAnnounceChanges } from '../orders/parts/use-announce-changes.ts'
import { readPortal } from '../read-portal.ts'
import { StaleNote } from '../shell/stale-note.tsx'
import { titleOf } from '../shell/title-of.ts'
import { useFreshness, type FreshnessOfSource } from '../shell/use-freshness.ts'
import { useSession } from '../shell/use-session.ts'
import { Activity } from './activity.tsx'
import { Attention } from './attention.tsx'
import { greetingAt } from './greeting.ts'
import { readHome, type HomeData } from './home-data.ts'
import { OnTheMove } from './on-the-move.tsx'
import { Outstanding } from './outstanding.tsx'
import { ToPay } from './to-pay.tsx'
import { useSummary } from './use-summary.ts'

const INTERESTS = [
  { module: 'orders', kind: 'order' },
  { module: 'billing', kind: 'invoice' },
  { module: 'billing', kind: 'payment' },
] as const

export const loader = (args: Route.LoaderArgs): Promise<HomeData> => readPortal(args, readHome)

export const shouldRevalidate = revalidateOnLive(() => INTERESTS)

export const meta: Route.MetaFunction = (args) => titleOf(args, 'shell.place.home')

function Greeting({ data }: { data: HomeData }) {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  const { person } = useSession()
  const summary = useSummary(data)
  const day = text('home.day', { day: format.day(format.dateOf(now), 'long') })
  return (
    <div className="mb-6">
      <h1>{text(greetingAt(format.hourOf(now)), { name: firstName(person.name) })}</h1>
      <p className="mt-1 text-soft">
        {day} {summary}
      </p>
    </div>
  )
}

interface PartsProps {
  data: HomeData
  fresh: FreshnessOfSource
  base: string
}

/** The wide column: what the role is mostly here for. */
function Main({ data: { orders, invoices }, fresh, base }: PartsProps) {
  if (orders !== null) return <OnTheMove page={orders.page} freshness={fresh.orders} base={base} />
  return invoices === null ? null : (
    <ToPay page={invoices.page} freshness={fresh.stripe} base={base} />
  )
}

function Side({ data: { orders, invoices }, fresh, base }: PartsProps) {
  return (
    <div className="grid min-w-0 gap-8">
      {invoices === null ? null : (
        <Outstanding
          sums={invoices.outstanding}
          page={invoices.page}
          freshness={fresh.stripe}
          base={base}
          beside={orders === null}
        />
      )}
      {orders === null ? null : <Activity entries={orders.activity} base={base} />}
    </div>
  )
}

export default function HomePage({ loaderData: data }: Route.ComponentProps) {
  const base = `/t/${useSession().tenant.slug}`
  const fresh = useFreshness(data.freshness)
  const { orders, invoices } = data
  useLive(INTERESTS)
  useAnnounceChanges(orders?.page.rows ?? [])
  useAnnounceInvoices(invoices?.page.rows ?? [])
  return (
    <>
      <Greeting data={data} />
      {orders === null ? null : <StaleNote freshness={fresh.orders} />}
      {invoices === null ? null : <StaleNote freshness={fresh.stripe} />}
      <Attention
        invoices={invoices?.attention ?? []}
        orders={orders?.attention ?? []}
        base={base}
      />
      <div className="grid items-start gap-x-12 gap-y-8 wide:grid-cols-[minmax(0,1fr)_340px]">
        <Main {...{ data, fresh, base }} />
        <Side {...{ data, fresh, base }} />
      </div>
    </>
  )
}
