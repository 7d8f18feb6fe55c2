/** Where a subscription stands, as icon, word and colour. What it is about to do weighs more than that it runs. */
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CirclePause,
  Hourglass,
  type LucideIcon,
} from 'lucide-react'
import { Badge } from '../../ui/show/state.tsx'
import type { Tone } from '../../ui/show/tone.ts'
import { useText } from '../../ui/text/use-text.tsx'
import { shownState, type ShownState } from './shown-state.ts'
import type { SubscriptionView } from './plan-api.ts'

const LOOKS: Record<ShownState, { icon: LucideIcon; tone: Tone }> = {
  trialing: { icon: Hourglass, tone: 'info' },
  active: { icon: CircleCheck, tone: 'ok' },
  past_due: { icon: CircleAlert, tone: 'bad' },
  unpaid: { icon: CircleAlert, tone: 'bad' },
  paused: { icon: CirclePause, tone: 'warn' },
  held: { icon: CirclePause, tone: 'warn' },
  ending: { icon: Hourglass, tone: 'warn' },
  incomplete: { icon: CircleDashed, tone: 'idle' },
  cancelled: { icon: CircleSlash, tone: 'idle' },
  expired: { icon: CircleSlash, tone: 'idle' },
}

export function SubscriptionBadge({ subscription }: { subscription: SubscriptionView }) {
  const text = useText()
  const state = shownState(subscription)
  return <Badge {...LOOKS[state]} word={text(`plan.state.${state}`)} />
}
