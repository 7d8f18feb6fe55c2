/** What became of a run, as icon, word and colour. */
import {
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleSlash,
  CircleX,
  History,
  OctagonPause,
  type LucideIcon,
} from 'lucide-react'
import { consoleText } from '../../languages/console-text.ts'
import { State } from '../../ui/show/state.tsx'
import type { Tone } from '../../ui/show/tone.ts'
import type { RunView } from '../api.ts'

const LOOKS: Record<RunView['state'], { icon: LucideIcon; tone: Tone }> = {
  running: { icon: History, tone: 'info' },
  completed: { icon: CircleCheck, tone: 'ok' },
  failed: { icon: CircleX, tone: 'bad' },
  cancelled: { icon: CircleSlash, tone: 'idle' },
  awaiting_approval: { icon: OctagonPause, tone: 'warn' },
  paused: { icon: CirclePause, tone: 'idle' },
  parked: { icon: OctagonPause, tone: 'bad' },
}

/** Everything was read, and there was nothing: worth a look where there was something the last time. */
const EMPTY = (expected: number | null) => ({
  icon: CircleDashed,
  tone: (expected ?? 0) > 0 ? ('warn' as const) : ('idle' as const),
})

type RunStateProps = { run: Pick<RunView, 'state' | 'fetched' | 'expected'> }

export function RunState({ run: { state, fetched, expected } }: RunStateProps) {
  const isEmpty = state === 'completed' && fetched === 0
  const look = isEmpty ? EMPTY(expected) : LOOKS[state]
  return <State {...look} word={consoleText(`connection.runState.${isEmpty ? 'empty' : state}`)} />
}
