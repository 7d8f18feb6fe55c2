/** What a subscription is called: by what is included in it. */
import { useText } from '../../ui/text/use-text.tsx'
import type { SubscriptionView } from './plan-api.ts'

export function usePlanName(): (subscription: Pick<SubscriptionView, 'items'>) => string {
  const text = useText()
  return ({ items }) =>
    items
      .map(({ name }) => name)
      .filter((name) => name !== '')
      .join(', ') || text('plan.unnamed')
}
