/** The one sentence that matters on a subscription: what happens next, and when. */
import type { Translate } from '../../languages/catalogue.ts'
import type { Format } from '../../ui/text/format.ts'
import type { SubscriptionView } from './plan-api.ts'

interface Voice {
  text: Translate
  format: Pick<Format, 'day' | 'dateOf'>
  today: Date
}

type Facts = Pick<
  SubscriptionView,
  'state' | 'isCollectionPaused' | 'renewsAt' | 'trialEndsAt' | 'cancelAt' | 'endedAt'
>

export const isOver = ({ state }: Pick<SubscriptionView, 'state'>): boolean =>
  state === 'cancelled' || state === 'expired'

export function planSentence(subscription: Facts, { text, format, today }: Voice): string {
  const { state, renewsAt, trialEndsAt, cancelAt, endedAt } = subscription
  const on = (instant: string): string =>
    format.day(format.dateOf(new Date(instant)), 'long', today)
  if (isOver(subscription)) {
    return endedAt === null
      ? text('plan.sentence.endedPlain')
      : text(state === 'expired' ? 'plan.sentence.expired' : 'plan.sentence.ended', {
          date: on(endedAt),
        })
  }
  if (state === 'incomplete' || state === 'unpaid' || state === 'paused') {
    return text(`plan.sentence.${state}`)
  }
  if (subscription.isCollectionPaused) return text('plan.sentence.held')
  const late = state === 'past_due' ? `${text('plan.sentence.pastDue')} ` : ''
  if (cancelAt !== null) return late + text('plan.sentence.ends', { date: on(cancelAt) })
  if (state === 'trialing' && trialEndsAt !== null) {
    return text('plan.sentence.trial', { date: on(trialEndsAt) })
  }
  return late + (renewsAt === null ? '' : text('plan.sentence.renews', { date: on(renewsAt) }))
}
