/** Changes that are read again together: the last one of each record, or everything after a reset. */
import type { LiveChange } from '#workflows/contracts/live.ts'
import { concerns, type LiveInterest } from './interest.ts'
import type { LiveMessage } from './message.ts'

export interface Batch {
  all: boolean
  changes: ReadonlyMap<string, LiveChange>
}

export const emptyBatch = (): Batch => ({ all: false, changes: new Map() })

export const isEmptyBatch = (batch: Batch): boolean => !batch.all && batch.changes.size === 0

export const matchesBatch = (batch: Batch, interest: LiveInterest): boolean =>
  batch.all || [...batch.changes.values()].some((change) => concerns(interest, change))

/** Keeps only what some open page shows. */
export function addToBatch(
  batch: Batch,
  message: Extract<LiveMessage, { type: 'change' | 'reset' }>,
  interests: ReadonlySet<LiveInterest>,
): Batch {
  if (message.type === 'reset') return { ...batch, all: true }
  const wanted = message.changes.filter((change) =>
    [...interests].some((interest) => concerns(interest, change)),
  )
  if (wanted.length === 0) return batch
  return {
    ...batch,
    changes: new Map([...batch.changes, ...wanted.map((change) => [change.id, change] as const)]),
  }
}
