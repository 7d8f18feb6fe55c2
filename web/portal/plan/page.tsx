/** What the company has subscribed to: what it costs, when the next charge comes, and what is charged. */
import { Repeat, Users } from 'lucide-react'
import '../../languages/pages/plan.ts'
import type { Route } from './+types/page.ts'
import { revalidateOnLive, useLive } from '../../live/use-live.ts'
import { Blank } from '../../ui/show/blank.tsx'
import { Freshness } from '../../ui/show/freshness.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { ListError } from '../list/list-error.tsx'
import { readPortal } from '../read-portal.ts'
import { StaleNote } from '../shell/stale-note.tsx'
import { titleOf } from '../shell/title-of.ts'
import { useFreshness } from '../shell/use-freshness.ts'
import { useSession } from '../shell/use-session.ts'
import { ExpiryNotes } from './expiry-notes.tsx'
import { PastSubscriptions } from './past-subscriptions.tsx'
import { PaymentMethods } from './payment-methods.tsx'
import type { PlanView } from './plan-api.ts'
import { isOver } from './sentence.ts'
import { Subscription } from './subscription.tsx'
import { useAnnouncePlan } from './use-announce-plan.ts'

const INTERESTS = [
  { module: 'billing', kind: 'subscription' },
  { module: 'billing', kind: 'payment_method' },
  // Which method is the default one is the customer's.
  { module: 'billing', kind: 'customer' },
] as const

export async function loader(args: Route.LoaderArgs) {
  const [plan, freshness] = await readPortal(args, (portal) =>
    Promise.all([portal.plan.get(), portal.freshness.get()]),
  )
  return { plan, freshness }
}

export const shouldRevalidate = revalidateOnLive(() => INTERESTS)

export const meta: Route.MetaFunction = (args) => titleOf(args, 'shell.place.plan')

function Current({ plan }: { plan: PlanView }) {
  const text = useText()
  const { operator } = useSession()
  const going = plan.subscriptions.filter((each) => !isOver(each))
  if (going.length === 0) {
    return (
      <Blank
        icon={Repeat}
        title={text('plan.empty.title')}
        help={text('plan.empty.help', { operator: operator.name })}
      />
    )
  }
  return going.map((each) => (
    <Subscription key={each.id} subscription={each} methods={plan.methods} />
  ))
}

export default function PlanPage({ loaderData }: Route.ComponentProps) {
  const { plan } = loaderData
  const text = useText()
  const { operator } = useSession()
  const freshness = useFreshness(loaderData.freshness).stripe
  useLive(INTERESTS)
  useAnnouncePlan(plan.subscriptions)
  return (
    <>
      <div className="mb-6">
        <h1>{text('plan.title')}</h1>
        <p className="mt-1 text-soft">{text('plan.intro', { operator: operator.name })}</p>
      </div>
      <StaleNote freshness={freshness} />
      {plan.isWhole ? (
        <>
          <ExpiryNotes methods={plan.methods} />
          <div className="grid items-start gap-x-12 gap-y-8 wide:grid-cols-[minmax(0,1fr)_340px]">
            <div className="grid min-w-0 gap-10">
              <Current plan={plan} />
              <PastSubscriptions subscriptions={plan.subscriptions.filter(isOver)} />
            </div>
            <PaymentMethods
              methods={plan.methods}
              fresh={
                freshness === undefined ? undefined : (
                  <Freshness source={freshness.source} seenAt={freshness.seenAt} />
                )
              }
            />
          </div>
        </>
      ) : (
        <Blank icon={Users} title={text('plan.own.title')} help={text('plan.own.help')} />
      )}
    </>
  )
}

export const ErrorBoundary = ({ error, params }: Route.ErrorBoundaryProps) => (
  <ListError of="plan" {...{ error, params }} />
)
