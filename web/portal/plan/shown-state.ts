/** The state as people see it: one that runs and will end, or is on hold, says so. */
import type { SubscriptionState } from '#workflows/contracts/subscriptions.ts'
import type { SubscriptionView } from './plan-api.ts'

export type ShownState = SubscriptionState | 'ending' | 'held'

export function shownState(
  subscription: Pick<SubscriptionView, 'state' | 'cancelAt' | 'isCollectionPaused'>,
): ShownState {
  const { state, cancelAt, isCollectionPaused } = subscription
  if (state !== 'active' && state !== 'trialing') return state
  if (isCollectionPaused) return 'held'
  return cancelAt === null ? state : 'ending'
}
