/** How far a run is: what it has read by what became of it, and how much there may be. */
import type { RunView } from '../api.ts'

export interface Progress {
  /** Records that the whole is measured by; null: nobody knows. */
  total: number | null
  /** 0 to 1; null while the total is unknown. */
  share: number | null
  /** Records a second since it started; null while that says nothing yet. */
  perSecond: number | null
}

const MIN_SECONDS = 2

export type Counted = Pick<RunView, 'state' | 'fetched' | 'expected' | 'startedAt' | 'updatedAt'>

export function progressOf(run: Counted): Progress {
  const isOver = run.state === 'completed'
  // More than last time is no reason to stand at 100 % before the end.
  const grown = run.expected !== null && run.fetched >= run.expected && !isOver
  const total = isOver ? run.fetched : grown ? null : run.expected
  const seconds = (Date.parse(run.updatedAt) - Date.parse(run.startedAt)) / 1_000
  return {
    total,
    share: isOver ? 1 : total === null || total === 0 ? null : run.fetched / total,
    perSecond: seconds < MIN_SECONDS ? null : Math.round(run.fetched / seconds),
  }
}
