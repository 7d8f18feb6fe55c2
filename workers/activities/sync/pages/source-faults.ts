/** When a page cannot be read: what to do, and what portal and console shall say about the source. */
import { noteFailure, type SyncConnection } from '#db/system/sync-connection.ts'
import { withSystem } from '#db/system/system.ts'
import type { PageResult } from '#workflows/contracts/sync.ts'
import type { SyncDeps } from '../deps.ts'
import { faultOf, reasonOf, retryInMs } from '../faults.ts'

/** Waits of a page are those after one this long (ms); Retry-After may ask for more. */
const WAITED_MS = 2_500

/**
 * The result of a page that failed because of the source.
 *
 * @throws the error itself when the source is not to blame
 */
export async function sourceFault(
  deps: SyncDeps,
  connection: SyncConnection,
  error: unknown,
): Promise<Extract<PageResult, { status: 'waiting' | 'parked' }>> {
  const fault = faultOf(error)
  if (fault !== 'transient' && fault !== 'refused' && fault !== 'invalid') throw error
  const reason = reasonOf(error)
  await withSystem(deps.db, (trx) =>
    noteFailure(trx, connection.id, { reason, park: fault === 'refused' }),
  )
  if (fault === 'refused') return { status: 'parked', reason }
  return { status: 'waiting', retryAfterMs: retryInMs(error, WAITED_MS), reason }
}
