/**
 * Removes what nobody can ask for any more: inbox rows, live events, sessions, refusals, tokens. Batch by batch, each
 * a short transaction of its own, so that nothing waits long for a row and a stop loses nothing.
 */
import type { Database } from '#db/client.ts'
import {
  listTenantsWithOldEvents,
  pruneDifferences,
  pruneInbox,
  pruneRefusals,
  pruneSecrets,
  pruneSessions,
  pruneSingleUse,
  pruneViews,
  type Retention,
} from '#db/system/retention.ts'
import { withSystem, type SystemTx } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import { pruneLiveEvents } from '#db/write/live-events.ts'
import type { TenantId } from '#workflows/contracts/ids.ts'

export interface Housekeeping {
  /**
   * Works for a few seconds at most when the last time that everything was done is a minute ago; else does nothing.
   *
   * @param stop between two batches
   */
  run(stop?: AbortSignal): Promise<void>
}

const EVERY_MS = 60_000
/** A page that was away for longer than this (ms) is told to reload instead of catching up. */
const LIVE_EVENTS_MS = 24 * 3600_000
/** The inbox is also the memory of what was received: as long as any source re-sends, and much longer (ms). */
const INBOX_MS = 30 * 24 * 3600_000
/** Who was signed in and what was refused stays visible for as long as somebody may look into an incident (ms). */
const TRACES_MS = 30 * 24 * 3600_000
/** What one run may take (ms): the sweep behind it pokes lanes. What is left is the next sweep's. */
const RUN_MS = 2_000
/** Rows of one statement. */
const ROWS = 2_000
/** Tenants asked for at a time. */
const TENANTS = 200

export interface HousekeepingLimits {
  rows?: number
  runMs?: number
}

export function createHousekeeping(db: Database, limits: HousekeepingLimits = {}): Housekeeping {
  const { rows = ROWS, runMs = RUN_MS } = limits
  let doneAt = -Infinity
  return {
    async run(stop) {
      if (performance.now() - doneAt < EVERY_MS) return
      const until = performance.now() + runMs
      const mayGoOn = (): boolean => stop?.aborted !== true && performance.now() < until
      const inbox = { olderThanMs: INBOX_MS, limit: rows }
      const traces = { olderThanMs: TRACES_MS, limit: rows }
      const chores: [typeof pruneInbox, Retention][] = [
        [pruneInbox, inbox],
        [pruneSessions, traces],
        [pruneViews, traces],
        [pruneRefusals, traces],
        [pruneDifferences, traces],
        [pruneSingleUse, traces],
        [pruneSecrets, { olderThanMs: 0, limit: rows }],
      ]
      // Each gets a batch even where another one alone would take all the time there is.
      const done = []
      for (const [prune, options] of chores) {
        const batch = (): Promise<number> => withSystem(db, (trx: SystemTx) => prune(trx, options))
        done.push(await untilEmpty(batch, { rows, mayGoOn }))
      }
      done.push(await pruneEvents(db, { rows, mayGoOn }))
      if (done.every(Boolean)) doneAt = performance.now()
    },
  }
}

interface Pace {
  rows: number
  mayGoOn: () => boolean
}

/** @returns whether nothing is left */
async function untilEmpty(batch: () => Promise<number>, { rows, mayGoOn }: Pace): Promise<boolean> {
  do if ((await batch()) < rows) return true
  while (mayGoOn())
  return false
}

/** Whoever has no old events costs nothing. @returns whether nothing is left */
async function pruneEvents(db: Database, pace: Pace): Promise<boolean> {
  const options = { olderThanMs: LIVE_EVENTS_MS, limit: pace.rows }
  let tenants: TenantId[]
  let after: TenantId | null = null
  do {
    const page = { ...options, limit: TENANTS, after }
    tenants = await withSystem(db, (trx) => listTenantsWithOldEvents(trx, page))
    for (const tenantId of tenants) {
      const batch = (): Promise<number> =>
        withTenant(db, tenantId, (trx) => pruneLiveEvents(trx, options))
      if (!(await untilEmpty(batch, pace)) || !pace.mayGoOn()) return false
    }
    after = tenants.at(-1) ?? null
  } while (tenants.length === TENANTS)
  return true
}
