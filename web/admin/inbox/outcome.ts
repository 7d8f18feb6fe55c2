/** What became of an event in one word: its state, sharpened by the verdict. */
import type { ConsoleKey } from '../../languages/catalogue.ts'
import type { InboxRow } from '../api.ts'

type Named<K> = K extends `inbox.outcome.${infer Word}` ? Word : never
export type Outcome = Named<ConsoleKey>

const OF_DONE: Readonly<Record<string, Outcome>> = {
  applied: 'applied',
  unchanged: 'unchanged',
  stale: 'stale',
}
const OF_QUARANTINE: Readonly<Record<string, Outcome>> = {
  foreign: 'foreign',
  invalid: 'invalid',
  failed: 'failed',
}

export function outcomeOf({ state, verdict }: Pick<InboxRow, 'state' | 'verdict'>): Outcome {
  const word = verdict ?? ''
  if (state === 'pending') return word === 'retry' ? 'retrying' : 'waiting'
  if (state === 'done') return OF_DONE[word] ?? 'done'
  if (state === 'quarantined') return OF_QUARANTINE[word] ?? 'quarantined'
  if (state === 'ignored') return word === 'gone' ? 'gone' : 'ignored'
  return 'unmapped'
}
