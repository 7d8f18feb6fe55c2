/**
 * Pages of a backfill, or of a reconciliation, until the time of one activity is used up. The checkpoint moves only
 * after every tenant's rows of a page are committed, so a kill repeats at most one page and loses none.
 */
import { storeArrivals } from '#db/system/inbox/own-arrivals.ts'
import {
  findCheckpoint,
  saveCheckpoint,
  type Checkpoint,
  type CheckpointKey,
} from '#db/system/checkpoints.ts'
import { noteDifferences } from '#db/system/differences.ts'
import { noteEnumerated } from '#db/system/enumerated-records.ts'
import { pauseRun } from '#db/system/flow/pausing.ts'
import { beginAttempt, countRun, endRun, type RunAttempt } from '#db/system/runs.ts'
import { claimParkedTry, findSyncConnection, noteChecked } from '#db/system/sync-connection.ts'
import { withSystem, type SystemTx } from '#db/system/system.ts'
import type { RecordPage } from '#integrations/kit/connector.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { idOfChange } from '#workflows/contracts/records.ts'
import type { BackfillArgs, PageResult } from '#workflows/contracts/sync.ts'
import type { SyncDeps } from '../deps.ts'
import { faultOf, reasonOf } from '../faults.ts'
import type { Pulse } from '../heartbeat.ts'
import { comparePage, endComparison } from './compare.ts'
import { findDeletions } from './find-deletions.ts'
import { readAhead } from './read-ahead.ts'
import { readChosen } from './read-chosen.ts'
import { readPage } from './read-page.ts'
import type { RunWork } from './run-work.ts'
import { sourceFault } from './source-faults.ts'
import { storePage } from './store-page.ts'
import { knownAfterAll } from './window.ts'

/** How long one activity goes on (ms): long enough to make Temporal's part small, short enough to cancel. */
const ACTIVITY_MS = 10_000

/** Tries of one activity that nobody can explain before the run counts as failed. */
const MAX_ATTEMPTS = 5

const keyOf = ({ connection, run }: RunWork, lane: CheckpointKey['lane']): CheckpointKey => ({
  connectionId: connection.id,
  kind: run.kind,
  lane,
})

export function createBackfillPage(deps: SyncDeps) {
  return async (args: BackfillArgs, { signal, attempt }: Pulse): Promise<PageResult> => {
    const begun = await withSystem(deps.db, (trx) => begin(trx, args))
    if (!begun) return { status: 'stale_run' }
    if (!('run' in begun)) return begun
    const work = { deps, signal, ...begun }
    if (work.connection.state === 'disabled') {
      return end(work, { status: 'parked', reason: 'The connection is disabled.' })
    }
    try {
      return await loadPages(work)
    } catch (error) {
      signal.throwIfAborted()
      if (faultOf(error) === 'overtaken') return { status: 'stale_run' }
      if (faultOf(error) === 'unknown') {
        deps.logger.error({ err: error, attempt, ...args }, 'backfill broke')
        if (attempt >= MAX_ATTEMPTS) return end(work, { status: 'failed', reason: reasonOf(error) })
        throw new AppError('unavailable', 'The page could not be handled.', { cause: error })
      }
      const result = await sourceFault(deps, work.connection, error)
      deps.logger.warn({ err: error, ...args }, 'backfill cannot go on')
      return result.status === 'waiting' ? result : end(work, result)
    }
  }
}

/**
 * Undefined where the run has ended, or waits for whoever paused its connection: its workflow is over, too. A source
 * that refused us a moment ago, perhaps another lane, is not asked.
 */
async function begin(
  trx: SystemTx,
  { connectionId, runId }: BackfillArgs,
): Promise<
  Pick<RunWork, 'run' | 'connection'> | Extract<PageResult, { status: 'parked' }> | undefined
> {
  const connection = await findSyncConnection(trx, connectionId)
  if (connection?.state === 'paused') await pauseRun(trx, runId)
  if (!connection || connection.state === 'paused') return undefined
  const run = await beginAttempt(trx, runId)
  if (!run) return undefined
  if (connection.state === 'parked' && !(await claimParkedTry(trx, connectionId))) {
    const reason = 'The source refuses us.'
    await endRun(trx, run, { state: 'parked', reason })
    return { status: 'parked', reason }
  }
  return { run, connection }
}

async function loadPages(work: RunWork): Promise<PageResult> {
  const { deps, connection, run } = work
  const until = performance.now() + ACTIVITY_MS
  const key = keyOf(work, laneOf(run))
  let checkpoint = await withSystem(deps.db, (trx) => findCheckpoint(trx, key))
  if (checkpoint?.completed && hasEnd(run)) return finish(work)
  // The run was started anew after a complete one: from the beginning, rows stay.
  if (checkpoint?.completed) checkpoint = undefined
  const reader = deps.readerFor(connection, 'backfill')
  const ahead = readAhead({
    read: (cursor) =>
      isChosen(run)
        ? readChosen({ deps, reader, run }, cursor)
        : readPage(reader, { kind: run.kind, changedSince: null, cursor, signal: work.signal }),
    from: checkpoint?.cursor ?? null,
    mayGoOn: () => performance.now() < until,
  })
  try {
    for (;;) {
      const taken = await ahead.take()
      if (!taken) return { status: 'more' }
      checkpoint = advance(checkpoint, taken.page)
      await (isComparing(run) ? compare : store)(work, taken, checkpoint)
      if (checkpoint.completed) {
        return hasEnd(run) ? await finish(work) : { status: 'complete' }
      }
    }
  } finally {
    ahead.stop()
  }
}

const isComparing = (run: RunAttempt): boolean => run.lane === 'reconcile'
const isChosen = (run: RunAttempt): boolean => isComparing(run) && !run.findsDeletions
/** Something is left to do once everything is read. */
const hasEnd = (run: RunAttempt): boolean => isComparing(run) || run.findsDeletions
const laneOf = (run: RunAttempt) => (isComparing(run) ? 'reconcile' : 'backfill')
const finish = (work: RunWork): Promise<PageResult> =>
  isComparing(work.run) ? endComparison(work) : findDeletions(work)

interface TakenPage {
  page: RecordPage
  count: number
}

/** What differs, what it counts for and how far this is, in one transaction. */
async function compare(
  work: RunWork,
  { page, count }: TakenPage,
  reached: Checkpoint,
): Promise<void> {
  const { deps, run } = work
  const { counts, found } = await comparePage(work, page)
  await withSystem(deps.db, async (trx) => {
    await countRun(trx, run, { ...counts, pages: count })
    await noteDifferences(trx, run.runId, found)
    if (run.findsDeletions) await noteEnumerated(trx, run.runId, idsOf(page))
    await saveCheckpoint(trx, keyOf(work, 'reconcile'), reached)
  })
}

/** Every tenant's rows, then, in one transaction, what they count for and how far this is. */
async function store(
  work: RunWork,
  { page, count }: TakenPage,
  reached: Checkpoint,
): Promise<void> {
  const { deps, connection, run } = work
  const { id: connectionId, source } = connection
  const context = { deps, connectionId, source, lane: 'backfill', kind: run.kind, run } as const
  const { counts, arrivals } = await storePage(context, page)
  deps.metrics?.pageStored({ source, kind: run.kind, lane: 'backfill', objects: counts.fetched })
  await withSystem(deps.db, async (trx) => {
    await countRun(trx, run, { ...counts, pages: count })
    await storeArrivals(trx, connectionId, arrivals)
    await saveCheckpoint(trx, keyOf(work, 'backfill'), reached)
    if (run.findsDeletions) await noteEnumerated(trx, run.runId, idsOf(page))
    if (!reached.completed) return
    // Polls go on where the backfill began to know everything.
    const began = knownAfterAll(reached.updatedSince ?? page.asOf)
    const known = { cursor: null, updatedSince: began, completed: true }
    await saveCheckpoint(trx, keyOf(work, 'poll'), known)
    if (!run.findsDeletions) await endRun(trx, run, { state: 'completed' })
    await noteChecked(trx, connectionId)
  })
}

/** Of everything the source still has, what cannot be read included. */
const idsOf = ({ changes, invalid }: RecordPage): string[] => [
  ...changes.flatMap((change) => (change.type === 'upsert' ? [idOfChange(change)] : [])),
  ...invalid.flatMap(({ externalId }) => externalId ?? []),
]

/** `updatedSince` is when the first page was asked for: what changes after that is not sure to be in any page. */
function advance(before: Checkpoint | undefined, page: RecordPage): Checkpoint {
  return {
    cursor: page.next,
    updatedSince: before?.updatedSince ?? page.asOf,
    completed: page.next === null,
  }
}

async function end(
  { deps, run }: RunWork,
  result: Extract<PageResult, { status: 'parked' | 'failed' }>,
): Promise<PageResult> {
  const { reason, status } = result
  await withSystem(deps.db, (trx) => endRun(trx, run, { state: status, reason }))
  return result
}
