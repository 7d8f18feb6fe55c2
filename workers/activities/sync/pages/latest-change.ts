/** How far a source's own clock has come: comparing it with ours would lose changes whenever the two differ. */
import type { OrderChange } from '#workflows/contracts/orders.ts'
import { changedAtOf } from '../own-events.ts'

/** The latest time of change among these and `known`, as ISO 8601; null when there is none. */
export function latestChange(changes: readonly OrderChange[], known: string | null): string | null {
  let latest = known === null ? -Infinity : Date.parse(known)
  for (const change of changes) latest = Math.max(latest, Date.parse(changedAtOf(change)))
  return Number.isFinite(latest) ? new Date(latest).toISOString() : null
}
