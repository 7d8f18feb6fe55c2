/**
 * What a poll has read of its window so far. Sources list in different orders, so what is known advances only when a
 * window is complete; until then the place in it is kept, so that a long one is not read from its start for ever.
 */
import { z } from 'zod'
import type { RecordPage } from '#integrations/kit/connector.ts'
import { changedAtOfChange, type RecordChange } from '#workflows/contracts/records.ts'

const windowSchema = z.object({
  /** ISO 8601; null: everything. */
  since: z.string().nullable(),
  /** When its first page was asked for; null before that. */
  asOf: z.string().nullable(),
  /** Latest time of change among what was read. */
  latest: z.string().nullable(),
  /** The source's cursor of the next page. */
  next: z.string().nullable(),
})
export type PollWindow = z.infer<typeof windowSchema>

/** A source's clock is taken to be at most this far behind ours (ms). */
const CLOCK_SLACK_MS = 60 * 60_000

/** The window that was begun, or a new one from what is known. */
export function openWindow(cursor: string | null, knownUntil: string | null): PollWindow {
  const fresh = { since: knownUntil, asOf: null, latest: null, next: null }
  return cursor === null ? fresh : (windowSchema.safeParse(JSON.parse(cursor)).data ?? fresh)
}

export function advanceWindow(window: PollWindow, page: RecordPage): PollWindow {
  return {
    since: window.since,
    asOf: window.asOf ?? page.asOf,
    latest: latestOf(page.changes, window.latest),
    next: page.next,
  }
}

/**
 * Until when a window that is complete makes everything known: the latest change it has seen, by the source's own
 * clock. A quiet source would otherwise be asked for its last change again and again, so at least until an hour before
 * it was asked, and never later than that.
 */
export function knownUntil({ asOf, latest }: PollWindow): string | null {
  if (asOf === null) return null
  const asked = Date.parse(asOf)
  const seen = latest === null ? -Infinity : Date.parse(latest)
  return new Date(Math.min(Math.max(seen, asked - CLOCK_SLACK_MS), asked)).toISOString()
}

/** After a full enumeration that began at `asOf`. */
export const knownAfterAll = (asOf: string): string =>
  new Date(Date.parse(asOf) - CLOCK_SLACK_MS).toISOString()

function latestOf(changes: readonly RecordChange[], known: string | null): string | null {
  let latest = known === null ? -Infinity : Date.parse(known)
  for (const change of changes) latest = Math.max(latest, Date.parse(changedAtOfChange(change)))
  return Number.isFinite(latest) ? new Date(latest).toISOString() : null
}
