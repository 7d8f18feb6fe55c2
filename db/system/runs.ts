/**
 * Runs and checkpoints. Every page starts a new attempt of its run and may only write while that attempt is the
 * latest, so a page that was overtaken or whose run was cancelled ends without a trace.
 */
import { sql } from 'kysely'
import { AppError } from '#workflows/contracts/errors.ts'
import { newId, type ConnectionId, type RunId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { TenantTx } from '../tenant.ts'
import type { SystemTx } from './system.ts'

export interface RunCounts {
  fetched?: number
  written?: number
  unchanged?: number
  unmapped?: number
  quarantined?: number
  pages?: number
}

/** One attempt at one page of a run. */
export interface RunAttempt {
  runId: RunId
  attempt: number
}

export interface StartRun {
  connectionId: ConnectionId
  kind: RecordKind
  lane: 'backfill' | 'poll' | 'replay'
  /** Who or what asked for it, in words. */
  startedBy: string
}

/** Starts a run, or returns the one that is running already. */
export async function startRun(trx: SystemTx, run: StartRun): Promise<RunId> {
  await sql`
    insert into runs (id, connection_id, kind, lane, started_by)
    values (${newId()}, ${run.connectionId}, ${run.kind}, ${run.lane}, ${run.startedBy})
    on conflict (connection_id, kind, lane) where state = 'running' do nothing`.execute(trx)
  const { rows } = await sql<{ id: RunId }>`
    select id from runs
    where connection_id = ${run.connectionId} and kind = ${run.kind} and lane = ${run.lane}
      and state = 'running'`.execute(trx)
  const id = rows[0]?.id
  if (!id) throw new AppError('conflict', 'The run has just ended.')
  return id
}

/** Opens the next attempt; undefined when the run has ended or was cancelled. */
export async function beginAttempt(trx: SystemTx, runId: RunId): Promise<RunAttempt | undefined> {
  const { rows } = await sql<{ attempt: number }>`
    update runs set attempt = attempt + 1, state = 'running', reason = null, updated_at = now()
    where id = ${runId} and state in ('running', 'parked')
    returning attempt`.execute(trx)
  const attempt = rows[0]?.attempt
  return attempt === undefined ? undefined : { runId, attempt }
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
      quarantined = quarantined + ${counts.quarantined ?? 0}, pages = pages + ${counts.pages ?? 0}
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
  end: { state: 'completed' | 'failed' | 'parked'; reason?: string },
): Promise<void> {
  await sql`
    update runs set state = ${end.state}, reason = ${end.reason ?? null}, updated_at = now(),
      finished_at = ${end.state === 'parked' ? null : sql`now()`}
    where id = ${runId} and attempt = ${attempt} and state = 'running'`.execute(trx)
}

/**
 * Backfills that need their workflow: running without progress for so long that it may never have been started, or
 * parked while their connection works again.
 */
export async function findWaitingBackfills(
  trx: SystemTx,
  options: { stalledMs: number },
): Promise<{ connectionId: ConnectionId; runId: RunId; isParked: boolean }[]> {
  const { rows } = await sql<{ connectionId: ConnectionId; runId: RunId; isParked: boolean }>`
    select r.connection_id as "connectionId", r.id as "runId", r.state = 'parked' as "isParked"
    from runs r join connections c on c.id = r.connection_id
    where r.lane = 'backfill' and c.state = 'active' and (r.state = 'parked' or (
      r.state = 'running' and r.updated_at < now() - make_interval(secs => ${options.stalledMs / 1000})))`.execute(
    trx,
  )
  return rows
}
