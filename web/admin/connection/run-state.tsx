/** What became of a run, as icon, word and colour. */
import {
  CircleCheck,
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

export const RunState = ({ state }: { state: RunView['state'] }) => (
  <State {...LOOKS[state]} word={consoleText(`connection.runState.${state}`)} />
)
