/** From what was seen to whether it grows. */
import { trendOf } from './trend.ts'
import { PROCESSES, type Seen } from './watch.ts'

/** Memory may grow by this much in an hour, in MB. */
const GOAL_MB = 1
const KB_PER_MB = 1_024
/** Measured for less than this (ms), memory is still what a process fills once, and no straight line. */
const SHORTEST_MS = 20 * 60_000

export interface Line {
  what: string
  unit: string
  start: number
  end: number
  /** Growth in an hour, and twice its standard error. */
  perHour: number
  give: number
  /** `unsure`: it may be more than the goal, and may be none; a longer run can tell. */
  verdict: 'steady' | 'grows' | 'unsure' | 'too short'
}

/** Counts stand for what is open at a moment: they grow where the last quarter's lowest is above the first one's highest. */
export function verdictOf(seen: readonly Seen[]): { lines: Line[]; isSteady: boolean } {
  const lines = [
    ...PROCESSES.map((name) =>
      lineOf(
        seen,
        { what: `memory of the ${name}`, unit: 'MB', goal: GOAL_MB },
        (each) => each.residentKb[name] / KB_PER_MB,
      ),
    ),
    countOf(seen, 'database connections', ({ connections }) => connections),
    countOf(seen, 'open workflows', ({ workflows }) => workflows),
  ]
  return { lines, isSteady: lines.every(({ verdict }) => verdict !== 'grows') }
}

interface Facts {
  what: string
  unit: string
  goal: number
}

function lineOf(seen: readonly Seen[], facts: Facts, of: (seen: Seen) => number): Line {
  const values = seen.map((each) => ({ at: each.at, value: of(each) }))
  const { perHour, give } = trendOf(values)
  const { what, unit, goal } = facts
  const verdict = lastsMs(seen) < SHORTEST_MS ? 'too short' : judged(perHour, give, goal)
  return {
    what,
    unit,
    ...endsOf(values.map(({ value }) => value)),
    ...rounded(perHour, give),
    verdict,
  }
}

const lastsMs = (seen: readonly Seen[]): number => (seen.at(-1)?.at ?? 0) - (seen[0]?.at ?? 0)

function judged(perHour: number, give: number, goal: number): Line['verdict'] {
  if (perHour - give > goal) return 'grows'
  return perHour + give > goal ? 'unsure' : 'steady'
}

function countOf(seen: readonly Seen[], what: string, of: (seen: Seen) => number): Line {
  const counts = seen.map(of)
  const { perHour, give } = trendOf(seen.map((each) => ({ at: each.at, value: of(each) })))
  const quarter = Math.max(1, Math.floor(counts.length / 4))
  const grows = Math.min(...counts.slice(-quarter)) > Math.max(...counts.slice(0, quarter))
  const verdict = grows ? 'grows' : 'steady'
  return { what, unit: 'open', ...endsOf(counts), ...rounded(perHour, give), verdict }
}

const endsOf = (values: readonly number[]) => ({
  start: round(values[0] ?? 0),
  end: round(values.at(-1) ?? 0),
})
const rounded = (perHour: number, give: number) => ({ perHour: round(perHour), give: round(give) })
const round = (value: number): number => Math.round(value * 10) / 10
