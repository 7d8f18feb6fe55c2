/** What the hub reads. No client of a stream holds a database connection: reads are per tenant and per sweep. */
import { currentPosition, listLiveEventsAfter, type LiveEventsAfter } from '#db/read/live-events.ts'
import { streamAccess } from '#db/system/sign-in.ts'
import { viewStreamAccess } from '#db/system/staff/views.ts'
import { withTenant } from '#db/tenant.ts'
import type { Database } from '#db/client.ts'
import type { Grants } from '#workflows/contracts/access.ts'
import type { PersonId, TenantId } from '#workflows/contracts/ids.ts'

export interface StreamKey {
  sessionHash: Buffer
  tenantId: TenantId
}

export interface StreamAccess extends StreamKey {
  personId: PersonId
  grants: Grants
}

export interface LiveReads {
  /** @param after position already known; null: only the latest position is wanted */
  since(tenantId: TenantId, after: number | null): Promise<LiveEventsAfter>
  /** Those of the asked that may still read, with the rights they have now. */
  access(streams: readonly StreamKey[]): Promise<StreamAccess[]>
}

/** More than this is told as one reset: a page reads its data again rather than row by row. */
const MAX_EVENTS = 1_000

export function createLiveReads(db: Database): LiveReads {
  return {
    since: (tenantId, after) =>
      withTenant(
        db,
        tenantId,
        async (trx) =>
          after === null
            ? { position: await currentPosition(trx), events: [], complete: true, oldestMs: 0 }
            : listLiveEventsAfter(trx, after, MAX_EVENTS),
        { readOnly: true },
      ),
    access: async (streams) => {
      const asked = streams.map(({ sessionHash, tenantId }) => ({ idHash: sessionHash, tenantId }))
      // A hash is a session's or a view's, never both.
      const found = [...(await streamAccess(db, asked)), ...(await viewStreamAccess(db, asked))]
      return found.map(({ idHash, ...access }) => ({ sessionHash: idHash, ...access }))
    },
  }
}
