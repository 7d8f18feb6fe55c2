/** One subscription: what happens next, the next charge as its figure, and what is included at what price. */
import { useJustChanged, useValueJustChanged } from '../../live/use-live.ts'
import { cx } from '../../ui/cx.ts'
import { Fact, Facts } from '../../ui/show/facts.tsx'
import { Section } from '../../ui/show/section.tsx'
import { DateText } from '../../ui/text/date-text.tsx'
import { MoneyText } from '../../ui/text/money-text.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import { PlanItems } from './plan-items.tsx'
import type { PaymentMethodView, SubscriptionView } from './plan-api.ts'
import { planSentence } from './sentence.ts'
import { SubscriptionBadge } from './subscription-badge.tsx'
import { useMethodName } from './use-method-name.ts'
import { usePlanName } from './use-plan-name.ts'

interface SubscriptionProps {
  subscription: SubscriptionView
  /** All there are; it names one of them. */
  methods: readonly PaymentMethodView[]
}

export function Subscription({ subscription, methods }: SubscriptionProps) {
  const text = useText()
  const format = useFormat()
  const today = useNow()
  const { id, description, startedAt } = subscription
  const changed = useJustChanged(id)
  return (
    <Section
      title={usePlanName()(subscription)}
      aside={<SubscriptionBadge subscription={subscription} />}
      className={cx('min-w-0', changed && 'changed changed-block')}
    >
      <p className="pt-3 text-soft">
        {description === null ? null : `${description}. `}
        {planSentence(subscription, { text, format, today })}
      </p>
      <div className="flex flex-wrap items-end gap-x-12 gap-y-5 py-4">
        <NextCharge subscription={subscription} />
        <div className="min-w-0 grow">
          <Facts>
            <Fact name={text('plan.fact.method')}>
              <ChargedTo subscription={subscription} methods={methods} />
            </Fact>
            <Fact name={text('plan.fact.since')}>
              <DateText date={format.dateOf(new Date(startedAt))} />
            </Fact>
          </Facts>
        </div>
      </div>
      <PlanItems items={subscription.items} />
    </Section>
  )
}

/** The figure of a subscription; nothing where nothing follows. */
function NextCharge({ subscription }: { subscription: SubscriptionView }) {
  const text = useText()
  const format = useFormat()
  const { id, nextAmount, renewsAt } = subscription
  const changed = useValueJustChanged([id], `${String(nextAmount?.minor)} ${String(renewsAt)}`)
  if (renewsAt === null) return null
  return (
    <dl className={changed ? 'changed changed-block' : ''}>
      <dt className="text-meta text-faint">{text('plan.next')}</dt>
      <dd>
        <span className="block text-figure font-semibold">
          {nextAmount === null ? text('plan.byUse') : <MoneyText money={nextAmount} />}
        </span>
        <span className="text-meta text-soft">
          <DateText date={format.dateOf(new Date(renewsAt))} form="long" />
          {nextAmount === null ? null : (
            <span className="block text-faint">{text('plan.nextHelp')}</span>
          )}
        </span>
      </dd>
    </dl>
  )
}

function ChargedTo({ subscription, methods }: SubscriptionProps) {
  const text = useText()
  const nameOf = useMethodName()
  if (subscription.collection === 'invoice') return <>{text('plan.byInvoice')}</>
  const method = methods.find(({ id }) => id === subscription.methodId)
  if (method === undefined) return <span className="text-faint">{text('plan.fact.none')}</span>
  return <>{nameOf(method)}</>
}
