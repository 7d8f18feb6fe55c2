/**
 * Runs and checkpoints. Every page starts a new attempt of its run and may only write while that attempt is the
 * latest, so a page that was overtaken or whose run was cancelled ends without a trace.
 */
import { sql } from 'kysely'
import { AppError } from '#workflows/contracts/errors.ts'
import { newId, type ConnectionId, type RunId, type TenantId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { TenantTx } from '../tenant.ts'
import { forgetEnumerated } from './enumerated-records.ts'
import type { SystemTx } from './system.ts'

/** Not ended yet, whatever they wait for. */
export const OPEN_RUN_STATES: readonly string[] = [
  'running',
  'parked',
  'paused',
  'awaiting_approval',
]
/** Lanes that read pages one after the other, each with its checkpoint and its workflow. */
export const PAGED_LANES = sql`('backfill', 'reconcile')`
/** Of these the next attempt may begin, and a second start finds them. */
const LIVING = sql`('running', 'parked', 'paused')`

export interface RunCounts {
  fetched?: number
  written?: number
  unchanged?: number
  unmapped?: number
  quarantined?: number
  pages?: number
  /** Of a reconciliation: at the source and not here. */
  lacking?: number
  /** Of a reconciliation: not the same here as at the source. */
  differing?: number
}

export type RunLane = 'backfill' | 'poll' | 'replay' | 'reconcile'

/** One attempt at one page of a run. */
export interface RunAttempt {
  runId: RunId
  kind: RecordKind
  lane: RunLane
  /** Whose records it is about; null: everybody's. */
  tenantId: TenantId | null
  attempt: number
  /** What it does not see is looked for, once everything is read. A reconciliation without it is about chosen records. */
  findsDeletions: boolean
}

export interface StartRun {
  connectionId: ConnectionId
  kind: RecordKind
  lane: RunLane
  /** Of a reconciliation: whose records only; null or absent: everybody's. */
  tenantId?: TenantId | null
  /** Who or what asked for it, in words. */
  startedBy: string
  /** Why, in the words of whoever asked. */
  because?: string | null
  /** Whether what is gone at the source is found as well. */
  findsDeletions?: boolean
  /** From the beginning, also where one is under way: that one ends. */
  anew?: boolean
}

/**
 * Starts a run, or returns the one that is running or parked already. One that shall find deletions takes the place of
 * one that does not, whose first pages nobody counted; and any takes the place of one that waits for approval.
 */
export async function startRun(trx: SystemTx, run: StartRun): Promise<RunId> {
  const { findsDeletions = false } = run
  await supersede(trx, run)
  const known = await findOpenRun(trx, run)
  if (known) return known
  await sql`
    insert into runs (id, connection_id, kind, lane, tenant_id, started_by, started_because, finds_deletions)
    values (${newId()}, ${run.connectionId}, ${run.kind}, ${run.lane}, ${run.tenantId ?? null},
      ${run.startedBy}, ${run.because ?? null}, ${findsDeletions})
    on conflict (connection_id, kind, lane) where state = 'running' do nothing`.execute(trx)
  if (run.lane === 'backfill' || run.lane === 'reconcile') await forgetCheckpoint(trx, run)
  if (run.lane === 'backfill' && run.anew) await leavePollWindow(trx, run)
  const id = await findOpenRun(trx, run)
  if (!id) throw new AppError('conflict', 'The run has just ended.')
  return id
}

async function supersede(trx: SystemTx, run: StartRun): Promise<void> {
  const { findsDeletions = false, anew = false } = run
  const { rows } = await sql<{ id: RunId }>`
    select id from runs
    where connection_id = ${run.connectionId} and kind = ${run.kind} and lane = ${run.lane}
      and (state = 'awaiting_approval' or state in ${LIVING}
        and (${anew} or ${findsDeletions} and not finds_deletions))`.execute(trx)
  for (const { id } of rows) await cancelRun(trx, id, 'A later run took its place.')
}

/** A new run begins at the start; where a cancelled one had come to no longer counts. */
async function forgetCheckpoint(trx: SystemTx, { connectionId, kind, lane }: StartRun) {
  await sql`
    delete from checkpoints
    where connection_id = ${connectionId} and kind = ${kind} and lane = ${lane}`.execute(trx)
}

/** What polls know stays: everything older is read by the run. Where they are in a long window does not. */
async function leavePollWindow(trx: SystemTx, { connectionId, kind }: StartRun) {
  await sql`
    update checkpoints set cursor = null
    where connection_id = ${connectionId} and kind = ${kind} and lane = 'poll'`.execute(trx)
}

export async function findOpenRun(
  trx: SystemTx,
  run: Pick<StartRun, 'connectionId' | 'kind' | 'lane'>,
): Promise<RunId | undefined> {
  const { rows } = await sql<{ id: RunId }>`
    select id from runs
    where connection_id = ${run.connectionId} and kind = ${run.kind} and lane = ${run.lane}
      and state in ${LIVING}
    order by started_at desc limit 1`.execute(trx)
  return rows[0]?.id
}

/** Opens the next attempt; undefined when the run has ended or was cancelled. */
export async function beginAttempt(trx: SystemTx, runId: RunId): Promise<RunAttempt | undefined> {
  const { rows } = await sql<Omit<RunAttempt, 'runId'>>`
    update runs set attempt = attempt + 1, state = 'running', reason = null, updated_at = now()
    where id = ${runId} and state in ${LIVING}
    returning attempt, kind, lane, tenant_id as "tenantId", finds_deletions as "findsDeletions"`.execute(
    trx,
  )
  const row = rows[0]
  return row && { runId, ...row }
}

/**
 * Adds to the counts of a run, in the transaction that did the work.
 *
 * @throws AppError `conflict` when this attempt is no longer the latest; the transaction must roll back
 */
export async function countRun(
  trx: SystemTx | TenantTx,
  { runId, attempt }: RunAttempt,
  counts: RunCounts,
): Promise<void> {
  const { numAffectedRows } = await sql`
    update runs set updated_at = now(),
      fetched = fetched + ${counts.fetched ?? 0}, written = written + ${counts.written ?? 0},
      unchanged = unchanged + ${counts.unchanged ?? 0}, unmapped = unmapped + ${counts.unmapped ?? 0},
      quarantined = quarantined + ${counts.quarantined ?? 0}, pages = pages + ${counts.pages ?? 0},
      lacking = lacking + ${counts.lacking ?? 0}, differing = differing + ${counts.differing ?? 0}
    where id = ${runId} and attempt = ${attempt} and state = 'running'`.execute(trx)
  if (Number(numAffectedRows ?? 0n) !== 1) {
    throw new AppError('conflict', 'Another worker has taken over this run.', {
      detail: { runId, attempt },
    })
  }
}

/** Ends or parks a run; says nothing when another attempt has taken over. */
export async function endRun(
  trx: SystemTx,
  { runId, attempt }: RunAttempt,
  end: { state: 'completed' | 'failed' | 'parked' | 'awaiting_approval'; reason?: string },
): Promise<void> {
  const goesOn = OPEN_RUN_STATES.includes(end.state)
  await sql`
    update runs set state = ${end.state}, reason = ${end.reason ?? null}, updated_at = now(),
      finished_at = ${goesOn ? null : sql`now()`}
    where id = ${runId} and attempt = ${attempt} and state = 'running'`.execute(trx)
  if (!goesOn) await forgetEnumerated(trx, runId)
}

/** Ends a run whatever it is doing: its pages can no longer write, and its rows stay. */
export async function cancelRun(
  trx: SystemTx,
  runId: RunId,
  reason: string,
): Promise<'cancelled' | 'unknown_run' | 'run_has_ended'> {
  const { rows } = await sql<{ state: string }>`
    with held as (select id, state from runs where id = ${runId} for update),
    ended as (
      update runs set state = 'cancelled', reason = ${reason}, updated_at = now(), finished_at = now()
      from held where runs.id = held.id and held.state = any(${OPEN_RUN_STATES}::text[]))
    select state from held`.execute(trx)
  const before = rows[0]?.state
  if (before === undefined) return 'unknown_run'
  if (!OPEN_RUN_STATES.includes(before)) return 'run_has_ended'
  await forgetEnumerated(trx, runId)
  return 'cancelled'
}

/** Kinds that were last read in full longer ago than this, and are not being read. */
export async function findRebuildsDue(
  trx: SystemTx,
  options: { olderThanHours: number },
): Promise<{ connectionId: ConnectionId; kind: RecordKind }[]> {
  const { rows } = await sql<{ connectionId: ConnectionId; kind: RecordKind }>`
    select p.connection_id as "connectionId", p.kind
    from checkpoints p join connections c on c.id = p.connection_id and c.state = 'active'
    where p.lane = 'poll' and not exists (
      select 1 from runs r
      where r.connection_id = p.connection_id and r.kind = p.kind and r.lane = 'backfill'
        and (r.state = any(${OPEN_RUN_STATES}::text[])
          or r.started_at > now() - make_interval(hours => ${options.olderThanHours})))`.execute(
    trx,
  )
  return rows
}

/**
 * Backfills that need their workflow: running without progress for so long that it may never have been started, or
 * parked or paused while their connection goes on.
 */
export async function findWaitingBackfills(
  trx: SystemTx,
  options: { stalledMs: number },
): Promise<{ connectionId: ConnectionId; runId: RunId; isParked: boolean }[]> {
  const { rows } = await sql<{ connectionId: ConnectionId; runId: RunId; isParked: boolean }>`
    select r.connection_id as "connectionId", r.id as "runId", r.state <> 'running' as "isParked"
    from runs r join connections c on c.id = r.connection_id
    where r.lane in ${PAGED_LANES} and c.state = 'active' and (r.state in ('parked', 'paused') or (
      r.state = 'running' and r.updated_at < now() - make_interval(secs => ${options.stalledMs / 1000})))`.execute(
    trx,
  )
  return rows
}
