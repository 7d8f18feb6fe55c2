/** Tells a screen reader which subscriptions changed while the page was open. */
import { useAnnounced } from '../../ui/text/use-announced.ts'
import { useText } from '../../ui/text/use-text.tsx'
import type { SubscriptionView } from './plan-api.ts'
import { shownState } from './shown-state.ts'
import { usePlanName } from './use-plan-name.ts'

export function useAnnouncePlan(subscriptions: readonly SubscriptionView[]): void {
  const text = useText()
  const nameOf = usePlanName()
  useAnnounced(
    subscriptions.map((each) => ({
      id: each.id,
      stamp: String(each.version),
      words: text('plan.changed', {
        name: nameOf(each),
        state: text(`plan.state.${shownState(each)}`),
      }),
    })),
  )
}
