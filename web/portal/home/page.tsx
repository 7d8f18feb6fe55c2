/** Home: the day in words, what needs a look, what is on the move, and what happened last. */
import type { Route } from './+types/page.ts'
import { revalidateOnLive, useLive } from '../../live/use-live.ts'
import { capital, firstName } from '../../ui/text/initials.ts'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { ActivityEntry, AttentionEntry, FreshnessView, OrdersPage } from '../api.ts'
import { changeQuery, changeView, readOrdersQuery } from '../orders/orders-query.ts'
import { useAnnounceChanges } from '../orders/parts/use-announce-changes.ts'
import { readPortal } from '../read-portal.ts'
import { StaleNote } from '../shell/stale-note.tsx'
import { titleOf } from '../shell/title-of.ts'
import { useFreshness } from '../shell/use-freshness.ts'
import { useSession } from '../shell/use-session.ts'
import { Activity } from './activity.tsx'
import { Attention } from './attention.tsx'
import { greetingAt } from './greeting.ts'
import { NothingYet } from './nothing-yet.tsx'
import { OnTheMove } from './on-the-move.tsx'

const INTEREST = { module: 'orders', kind: 'order' } as const
const ON_THE_MOVE = 6
const ACTIVITY = 8

interface HomeOrders {
  page: OrdersPage
  attention: AttentionEntry[]
  activity: ActivityEntry[]
  freshness: FreshnessView[]
}

export async function loader(args: Route.LoaderArgs): Promise<{ orders: HomeOrders | null }> {
  const all = readOrdersQuery(new URLSearchParams())
  const query = changeQuery(changeView(all, 'moving'), { limit: ON_THE_MOVE })
  return readPortal(args, async (portal) => {
    const { permissions } = await portal.session.get()
    if (!permissions.includes('orders:view')) return { orders: null }
    const [page, attention, activity, freshness] = await Promise.all([
      portal.orders.list(query),
      portal.orders.attention(),
      portal.orders.activity({ limit: ACTIVITY }),
      portal.freshness.get(),
    ])
    return { orders: { page, attention, activity, freshness } }
  })
}

export const shouldRevalidate = revalidateOnLive(() => INTEREST)

export const meta: Route.MetaFunction = ({ error, matches }) =>
  error === undefined ? [{ title: titleOf(matches, 'shell.place.home') }] : []

function Greeting({ summary }: { summary: string | null }) {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  const { person } = useSession()
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

function useSummary({ attention, page }: HomeOrders): string {
  const text = useText()
  const format = useFormat()
  const count = attention.length
  const moving = page.counts.moving
  return text('home.needsAndMoving', {
    needs:
      count === 0
        ? text('home.needsNone')
        : text('home.needs', { count, number: capital(format.count(count)) }),
    moving:
      moving === 0
        ? text('home.movingNone')
        : text('home.moving', { count: moving, number: format.count(moving) }),
  })
}

function HomeWithOrders({ orders, base }: { orders: HomeOrders; base: string }) {
  const summary = useSummary(orders)
  const freshness = useFreshness(orders.freshness)
  useAnnounceChanges(orders.page.rows)
  return (
    <>
      <Greeting summary={summary} />
      <StaleNote freshness={freshness} />
      <Attention entries={orders.attention} base={base} />
      <div className="grid items-start gap-x-12 gap-y-8 wide:grid-cols-[minmax(0,1fr)_340px]">
        <OnTheMove page={orders.page} freshness={freshness} base={base} />
        <Activity entries={orders.activity} base={base} />
      </div>
    </>
  )
}

export default function HomePage({ loaderData }: Route.ComponentProps) {
  const { tenant } = useSession()
  useLive(INTEREST)
  if (loaderData.orders === null) {
    return (
      <>
        <Greeting summary={null} />
        <NothingYet />
      </>
    )
  }
  return <HomeWithOrders orders={loaderData.orders} base={`/t/${tenant.slug}`} />
}
