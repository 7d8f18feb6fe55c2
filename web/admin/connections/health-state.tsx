/** The health of a connection as icon, word and colour; what the word means is one hover away. */
import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleSlash,
  CircleX,
  EarOff,
  History,
  Hourglass,
  OctagonPause,
  WebhookOff,
  type LucideIcon,
} from 'lucide-react'
import { consoleText } from '../../languages/console-text.ts'
import { Badge, State } from '../../ui/show/state.tsx'
import type { Tone } from '../../ui/show/tone.ts'
import type { Health } from './health.ts'

const LOOKS: Record<Health, { icon: LucideIcon; tone: Tone }> = {
  healthy: { icon: CircleCheck, tone: 'ok' },
  reading: { icon: History, tone: 'info' },
  behind: { icon: Hourglass, tone: 'warn' },
  silent: { icon: EarOff, tone: 'warn' },
  unheard: { icon: WebhookOff, tone: 'warn' },
  failing: { icon: CircleX, tone: 'bad' },
  parked: { icon: OctagonPause, tone: 'bad' },
  paused: { icon: CirclePause, tone: 'idle' },
  disabled: { icon: CircleSlash, tone: 'idle' },
  fresh: { icon: CircleDashed, tone: 'idle' },
}

export const toneOf = (health: Health): Tone => LOOKS[health].tone
export const iconOf = (health: Health): LucideIcon => LOOKS[health].icon

export function HealthState({ health, badge }: { health: Health; badge?: boolean }) {
  const props = { ...LOOKS[health], word: consoleText(`connections.health.${health}`) }
  return (
    <span title={consoleText(`connections.help.${health}`)}>
      {badge === true ? <Badge {...props} /> : <State {...props} />}
    </span>
  )
}
