/** What became of an event as icon, word and colour; what the word means is one hover away. */
import {
  Check,
  CircleDashed,
  CircleX,
  Copy,
  Ghost,
  History,
  Hourglass,
  RefreshCw,
  ShieldX,
  Unlink,
  type LucideIcon,
} from 'lucide-react'
import { consoleText } from '../../languages/console-text.ts'
import { Badge, State } from '../../ui/show/state.tsx'
import type { Tone } from '../../ui/show/tone.ts'
import type { Outcome } from './outcome.ts'

const LOOKS: Record<Outcome, { icon: LucideIcon; tone: Tone }> = {
  waiting: { icon: Hourglass, tone: 'info' },
  working: { icon: RefreshCw, tone: 'info' },
  retrying: { icon: RefreshCw, tone: 'warn' },
  applied: { icon: Check, tone: 'ok' },
  unchanged: { icon: Copy, tone: 'idle' },
  stale: { icon: History, tone: 'idle' },
  ignored: { icon: CircleDashed, tone: 'idle' },
  gone: { icon: Ghost, tone: 'idle' },
  unmapped: { icon: Unlink, tone: 'warn' },
  foreign: { icon: ShieldX, tone: 'bad' },
  invalid: { icon: CircleX, tone: 'bad' },
  failed: { icon: CircleX, tone: 'bad' },
  quarantined: { icon: ShieldX, tone: 'bad' },
  done: { icon: Check, tone: 'idle' },
}

export function OutcomeState({ outcome, badge }: { outcome: Outcome; badge?: boolean }) {
  const props = { ...LOOKS[outcome], word: consoleText(`inbox.outcome.${outcome}`) }
  return (
    <span title={consoleText(`inbox.outcomeHelp.${outcome}`)}>
      {badge === true ? <Badge {...props} /> : <State {...props} />}
    </span>
  )
}
