/** The state of a connection in one word, from what is known of it; the worst thing that is true comes first. */
import type { ConnectionFacts } from '../api.ts'

export type Health =
  | 'healthy'
  | 'reading'
  | 'behind'
  | 'unheard'
  | 'silent'
  | 'failing'
  | 'parked'
  | 'paused'
  | 'disabled'
  | 'fresh'

/** Polls come every minute; five of them without an answer are worth a word. */
const SILENT_MS = 5 * 60_000
const BEHIND_SECONDS = 60

export type HealthFacts = Pick<
  ConnectionFacts,
  'state' | 'failure' | 'lastSuccessAt' | 'lagSeconds' | 'unheardSince'
> & { runs: readonly { state: string }[] }

export function healthOf(facts: HealthFacts, now: Date): Health {
  if (facts.state !== 'active') return facts.state
  if (facts.failure !== null) return 'failing'
  if (facts.runs.some(({ state }) => state === 'running')) return 'reading'
  if (facts.lastSuccessAt === null) return 'fresh'
  if (now.getTime() - Date.parse(facts.lastSuccessAt) > SILENT_MS) return 'silent'
  if (facts.lagSeconds > BEHIND_SECONDS) return 'behind'
  return facts.unheardSince === null ? 'healthy' : 'unheard'
}

/** What a person should look at now. */
export const needsLook = (health: Health): boolean =>
  ['failing', 'parked', 'silent', 'behind', 'unheard'].includes(health)
