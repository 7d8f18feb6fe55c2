/**
 * Asks a source for what changed lately. Windows overlap, since a source may commit a change after a later one was
 * already read; what is known already changes nothing. Also the pulse: an empty answer says that the source is well.
 */
import { storeArrivals } from '#db/system/own-arrivals.ts'
import { findCheckpoint, saveCheckpoint, type CheckpointKey } from '#db/system/checkpoints.ts'
import { findSyncConnection, noteChecked, type SyncConnection } from '#db/system/sync-connection.ts'
import { withSystem } from '#db/system/system.ts'
import type { OrderPage } from '#integrations/kit/connector.ts'
import type { PageResult, PollArgs } from '#workflows/contracts/sync.ts'
import type { SyncDeps } from '../deps.ts'
import { faultOf, MAX_WAIT_MS } from '../faults.ts'
import type { Pulse } from '../heartbeat.ts'
import { latestChange } from './latest-change.ts'
import { readPage } from './read-page.ts'
import { sourceFault } from './source-faults.ts'
import { storePage } from './store-page.ts'

/** In milliseconds: how late a source may commit a change it dated earlier. */
const OVERLAP_MS = 2 * 60_000
/** A source's clock is taken to be at most this far behind ours (ms). */
const CLOCK_SLACK_MS = 60 * 60_000
/** How long one activity goes on, in milliseconds. */
const ACTIVITY_MS = 60_000

export function createPollPages(deps: SyncDeps) {
  return async ({ connectionId }: PollArgs, { signal }: Pulse): Promise<PageResult> => {
    const key: CheckpointKey = { connectionId, kind: 'order', lane: 'poll' }
    const { connection, checkpoint } = await withSystem(deps.db, async (trx) => ({
      connection: await findSyncConnection(trx, connectionId),
      checkpoint: await findCheckpoint(trx, key),
    }))
    // Before the first backfill is complete there is nothing to catch up with.
    if (!connection || !checkpoint || !mayAsk(connection)) return { status: 'complete' }
    try {
      return await readPages({ deps, connection, key, signal }, checkpoint.updatedSince)
    } catch (error) {
      signal.throwIfAborted()
      if (faultOf(error) === 'overtaken') return { status: 'stale_run' }
      const result = await sourceFault(deps, connection, error)
      deps.logger.warn({ err: error, connectionId }, 'poll failed')
      return result
    }
  }
}

interface Work {
  deps: SyncDeps
  connection: SyncConnection
  key: CheckpointKey
  signal: AbortSignal
}

/** A source that refused us is asked again after a quarter of an hour, no sooner. */
function mayAsk({ state, failedMsAgo }: SyncConnection): boolean {
  if (state === 'parked') return failedMsAgo === null || failedMsAgo >= MAX_WAIT_MS
  return state === 'active'
}

async function readPages(work: Work, since: string | null): Promise<PageResult> {
  const { deps, connection, key, signal } = work
  const until = Date.now() + ACTIVITY_MS
  const updatedSince = since && new Date(Date.parse(since) - OVERLAP_MS).toISOString()
  let known = since
  let cursor: string | null = null
  do {
    const page: OrderPage = await readPage(deps.clientFor(connection), {
      updatedSince,
      cursor,
      signal,
    })
    const stored = await storePage({ deps, connectionId: connection.id, lane: 'poll' }, page)
    known = latestChange(page.changes, known)
    if (page.next === null) known = notTooOld(known, page.asOf)
    const reached = { cursor: null, updatedSince: known, completed: true }
    await withSystem(deps.db, async (trx) => {
      await storeArrivals(trx, connection.id, stored.arrivals)
      // Ordered by time of change, so every page is a checkpoint.
      await saveCheckpoint(trx, key, reached)
      if (page.next === null) await noteChecked(trx, connection.id)
    })
    cursor = page.next
  } while (cursor !== null && Date.now() < until)
  return { status: cursor === null ? 'complete' : 'more' }
}

/** Else a source that is quiet after a large import would be asked for that import again and again. */
function notTooOld(known: string | null, asOf: string): string | null {
  if (known === null) return null
  return new Date(Math.max(Date.parse(known), Date.parse(asOf) - CLOCK_SLACK_MS)).toISOString()
}
