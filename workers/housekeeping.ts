/** Removes what nobody can ask for any more, a bounded piece at a time: inbox rows, live events, sessions, refusals, tokens. */
import type { Database } from '#db/client.ts'
import { pruneInbox } from '#db/system/inbox/lanes.ts'
import { listLinkedTenants } from '#db/system/linked-tenants.ts'
import { pruneRefusals, pruneSessions, pruneSingleUse, pruneViews } from '#db/system/retention.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import { pruneLiveEvents } from '#db/write/live-events.ts'
import type { TenantId } from '#workflows/contracts/ids.ts'

export interface Housekeeping {
  /** Does a piece when the last one is a minute old; else nothing. */
  run(): Promise<void>
}

const EVERY_MS = 60_000
/** A page that was away for longer than this (ms) is told to reload instead of catching up. */
const LIVE_EVENTS_MS = 24 * 3600_000
/** The inbox is also the memory of what was received: as long as any source re-sends, and much longer (ms). */
const INBOX_MS = 30 * 24 * 3600_000
/** Who was signed in and what was refused stays visible for as long as somebody may look into an incident (ms). */
const TRACES_MS = 30 * 24 * 3600_000
const ROWS = 5_000
/** Tenants per run; the next run goes on with the next ones, so the cost does not follow their number. */
const TENANTS = 50

export function createHousekeeping(db: Database): Housekeeping {
  let last = 0
  let after: TenantId | null = null
  return {
    async run() {
      if (Date.now() - last < EVERY_MS) return
      last = Date.now()
      const options = { olderThanMs: INBOX_MS, limit: ROWS }
      await withSystem(db, (trx) => pruneInbox(trx, options))
      const traces = { olderThanMs: TRACES_MS, limit: ROWS }
      await withSystem(db, (trx) => pruneSessions(trx, traces))
      await withSystem(db, (trx) => pruneViews(trx, traces))
      await withSystem(db, (trx) => pruneRefusals(trx, traces))
      await withSystem(db, (trx) => pruneSingleUse(trx, traces))
      const page = { after, limit: TENANTS }
      const tenants = await withSystem(db, (trx) => listLinkedTenants(trx, page))
      for (const tenantId of tenants) {
        await withTenant(db, tenantId, (trx) =>
          pruneLiveEvents(trx, { olderThanMs: LIVE_EVENTS_MS, limit: ROWS }),
        )
      }
      after = tenants.length < TENANTS ? null : (tenants.at(-1) ?? null)
    },
  }
}
