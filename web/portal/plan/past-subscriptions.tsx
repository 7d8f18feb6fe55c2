/** What was subscribed to once: its name and when it ended, in a line each. */
import { Section } from '../../ui/show/section.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { SubscriptionView } from './plan-api.ts'
import { planSentence } from './sentence.ts'
import { usePlanName } from './use-plan-name.ts'

export function PastSubscriptions({ subscriptions }: { subscriptions: SubscriptionView[] }) {
  const text = useText()
  const format = useFormat()
  const today = useNow()
  const nameOf = usePlanName()
  if (subscriptions.length === 0) return null
  return (
    <Section title={text('plan.past.title')}>
      <ul>
        {subscriptions.map((each) => (
          <li
            key={each.id}
            className="flex flex-wrap justify-between gap-x-6 gap-y-1 border-b border-line py-3 last:border-b-0"
          >
            <span>{nameOf(each)}</span>
            <span className="text-soft">{planSentence(each, { text, format, today })}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
