/**
 * Asks a source for what changed lately, kind by kind. Windows overlap, since a source may commit a change after a
 * later one was already read; what is known already changes nothing. Also the pulse: an empty answer says that the
 * source is well.
 */
import {
  findCheckpoint,
  saveCheckpoint,
  type Checkpoint,
  type CheckpointKey,
} from '#db/system/checkpoints.ts'
import { notePollAhead } from '#db/system/flow/unheard.ts'
import { storeArrivals } from '#db/system/inbox/own-arrivals.ts'
import { startRun } from '#db/system/runs.ts'
import {
  claimParkedTry,
  findSyncConnection,
  isFlowing,
  noteChecked,
  type SyncConnection,
} from '#db/system/sync-connection.ts'
import { withSystem, type SystemTx } from '#db/system/system.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { PageResult, PollArgs } from '#workflows/contracts/sync.ts'
import type { SyncDeps } from '../deps.ts'
import { faultOf } from '../faults.ts'
import type { Pulse } from '../heartbeat.ts'
import { findHeldVersions } from './held-versions.ts'
import { readPage } from './read-page.ts'
import { sourceFault } from './source-faults.ts'
import { storePage } from './store-page.ts'
import { advanceWindow, knownUntil, openWindow, type PollWindow } from './window.ts'

/** In milliseconds: how late a source may commit a change it dated earlier. */
const OVERLAP_MS = 2 * 60_000
/** How long one activity goes on, in milliseconds. */
const ACTIVITY_MS = 60_000
/** A window this near (ms) to the end of what a source remembers is read in full instead. */
const HORIZON_MARGIN_MS = 60 * 60_000

interface Work {
  deps: SyncDeps
  connection: SyncConnection
  signal: AbortSignal
  /** Unix milliseconds. */
  until: number
}

export function createPollPages(deps: SyncDeps) {
  return async ({ connectionId }: PollArgs, { signal }: Pulse): Promise<PageResult> => {
    const connection = await withSystem(deps.db, async (trx) => {
      const found = await findSyncConnection(trx, connectionId)
      return found && (await mayAsk(trx, found)) ? found : undefined
    })
    if (!connection) return { status: 'complete' }
    const work = { deps, connection, signal, until: performance.now() + ACTIVITY_MS }
    try {
      return await pollKinds(work)
    } catch (error) {
      signal.throwIfAborted()
      if (faultOf(error) === 'overtaken') return { status: 'stale_run' }
      const result = await sourceFault(deps, connection, error)
      deps.logger.warn({ err: error, connectionId }, 'poll failed')
      return result
    }
  }
}

/** A source that refused us is asked again after a quarter of an hour, no sooner. */
const mayAsk = async (trx: SystemTx, { id, state }: SyncConnection): Promise<boolean> =>
  state === 'parked' ? claimParkedTry(trx, id) : state === 'active'

/** Staff may pause it at any moment: then the window stays where its last page left it. */
async function isStillAsked(trx: SystemTx, { id }: SyncConnection): Promise<boolean> {
  const found = await findSyncConnection(trx, id)
  return found !== undefined && isFlowing(found)
}

async function pollKinds(work: Work): Promise<PageResult> {
  const { deps, connection } = work
  let asked = 0
  let isAhead = false
  const { kinds, toldKinds } = deps.connectorFor(connection.source)
  for (const kind of kinds) {
    const key = { connectionId: connection.id, kind, lane: 'poll' } as const
    const { checkpoint, goesOn } = await withSystem(deps.db, async (trx) => ({
      checkpoint: await findCheckpoint(trx, key),
      goesOn: await isStillAsked(trx, connection),
    }))
    if (!goesOn) break
    // Before the first backfill of a kind is complete there is nothing to catch up with.
    if (!checkpoint || (await fallBackToBackfill(work, kind, checkpoint))) continue
    const polled = await pollKind(work, key, checkpoint)
    isAhead ||= polled.applied > 0 && toldKinds.includes(kind)
    if (!polled.isComplete) return { status: 'more' }
    asked++
  }
  await withSystem(deps.db, async (trx) => {
    if (asked > 0) await noteChecked(trx, connection.id)
    if (isAhead) await notePollAhead(trx, connection.id)
  })
  return { status: 'complete' }
}

/** What a source has forgotten no window brings back: everything is read again, as a run that staff can see. */
async function fallBackToBackfill(
  { deps, connection }: Work,
  kind: RecordKind,
  { updatedSince }: Checkpoint,
): Promise<boolean> {
  const { pollHorizonMs } = deps.connectorFor(connection.source)
  if (pollHorizonMs === null || updatedSince === null) return false
  const age = Date.now() - Date.parse(updatedSince)
  if (age < pollHorizonMs - HORIZON_MARGIN_MS) return false
  const startedBy = 'poll: away for longer than the source remembers'
  await withSystem(deps.db, (trx) =>
    startRun(trx, { connectionId: connection.id, kind, lane: 'backfill', startedBy }),
  )
  return true
}

interface Polled {
  /** Whether the window was read to its end. */
  isComplete: boolean
  /** Changes of which a poll was the first to tell. */
  applied: number
}

async function pollKind(work: Work, key: CheckpointKey, checkpoint: Checkpoint): Promise<Polled> {
  const { deps, connection, signal } = work
  const { id: connectionId, source } = connection
  const context = { deps, connectionId, source, lane: 'poll', kind: key.kind } as const
  const reader = deps.readerFor(connection, 'backfill')
  let window = openWindow(checkpoint.cursor, checkpoint.updatedSince)
  let goesOn: boolean
  let applied = 0
  do {
    const changedSince =
      window.since && new Date(Date.parse(window.since) - OVERLAP_MS).toISOString()
    const held = (ids: readonly string[]) => findHeldVersions(deps, key, ids)
    const place = { kind: key.kind, changedSince, cursor: window.next, signal, held }
    const page = await readPage(reader, place).catch(async (error: unknown) => {
      // A cursor may have gone stale; the next poll reads its window from the start.
      if (window.next !== null && faultOf(error) === 'invalid') await forget(work, key, checkpoint)
      throw error
    })
    const stored = await storePage(context, page)
    applied += stored.applied
    deps.metrics?.pageStored({
      source: connection.source,
      kind: key.kind,
      lane: 'poll',
      objects: stored.counts.fetched,
    })
    window = advanceWindow(window, page)
    const reached = reachedBy(window, checkpoint)
    goesOn = await withSystem(deps.db, async (trx) => {
      await storeArrivals(trx, connection.id, stored.arrivals)
      await saveCheckpoint(trx, key, reached)
      return isStillAsked(trx, connection)
    })
  } while (window.next !== null && goesOn && performance.now() < work.until)
  return { isComplete: window.next === null, applied }
}

function reachedBy(window: PollWindow, { updatedSince }: Checkpoint): Checkpoint {
  return window.next === null
    ? { cursor: null, updatedSince: knownUntil(window), completed: true }
    : { cursor: JSON.stringify(window), updatedSince, completed: true }
}

const forget = ({ deps }: Work, key: CheckpointKey, checkpoint: Checkpoint): Promise<void> =>
  withSystem(deps.db, (trx) => saveCheckpoint(trx, key, { ...checkpoint, cursor: null }))
