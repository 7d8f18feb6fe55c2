/** What staff can do with a connection in its state: the one verb that matters most, and the others in a menu. */
import type { ConnectionFacts } from '../api.ts'

export const VERBS = ['poll', 'reconcile', 'resync', 'rebuild', 'pause', 'resume', 'retry'] as const
/** `retry`: a resume of what was stopped because the source refused us. */
export type Verb = (typeof VERBS)[number]

interface Offer {
  first: 'backfill' | 'resume' | 'retry' | null
  more: readonly Verb[]
}

const READING = ['reconcile', 'resync', 'rebuild', 'pause'] as const

export const OFFERS: Readonly<Record<ConnectionFacts['state'], Offer>> = {
  active: { first: 'backfill', more: ['poll', ...READING] },
  parked: { first: 'retry', more: READING },
  paused: { first: 'resume', more: [] },
  disabled: { first: null, more: [] },
}
