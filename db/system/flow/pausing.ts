/**
 * A connection that staff stop and let go on. The pause is a row, so it outlives every process; what runs is fenced
 * off at its checkpoint by the same transaction, and a command that comes late finds what is and changes nothing.
 */
import { sql, type RawBuilder } from 'kysely'
import type { ConnectionId, RunId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import { PAGED_LANES } from '../runs.ts'
import type { SystemTx } from '../system.ts'

/** `unchanged`: it is so already. `connection_not_active`: it is disabled, and nothing flows. */
export type NotChanged = 'unknown_connection' | 'connection_not_active' | 'unchanged'

export interface Pause {
  connectionId: ConnectionId
  /** Name of whoever asks. */
  by: string
  reason: string | null
}

/** Runs first and then their connection: pages lock in this order, too. */
export async function pauseConnection(
  trx: SystemTx,
  { connectionId, by, reason }: Pause,
): Promise<{ stopped: number } | NotChanged> {
  const state = await stateOf(trx, connectionId)
  if (state === undefined) return 'unknown_connection'
  if (state === 'paused') return 'unchanged'
  if (state === 'disabled') return 'connection_not_active'
  const stopped = await pauseRuns(
    trx,
    sql`connection_id = ${connectionId} and lane in ${PAGED_LANES}`,
  )
  await sql`
    update connections set state = 'paused', state_reason = ${reason}, paused_at = now(), paused_by = ${by}
    where id = ${connectionId} and state in ('active', 'parked')`.execute(trx)
  return { stopped }
}

export interface OpenRun {
  runId: RunId
  kind: RecordKind
}

/**
 * Also brings back what the source had refused: whoever says that it works now is believed until the next question.
 * Runs stay as they are until their next page begins, so the sweeper finds those whose workflow did not hear of it.
 *
 * @returns the runs that need their workflow
 */
export async function resumeConnection(
  trx: SystemTx,
  connectionId: ConnectionId,
): Promise<{ runs: OpenRun[] } | NotChanged> {
  const state = await stateOf(trx, connectionId)
  if (state === undefined) return 'unknown_connection'
  if (state === 'active') return 'unchanged'
  if (state === 'disabled') return 'connection_not_active'
  const { rows } = await sql<OpenRun>`
    select id as "runId", kind from runs
    where connection_id = ${connectionId} and lane in ${PAGED_LANES} and state in ('paused', 'parked')
    order by kind`.execute(trx)
  await sql`
    update connections set state = 'active', state_reason = null, paused_at = null, paused_by = null
    where id = ${connectionId} and state in ('paused', 'parked')`.execute(trx)
  return { runs: rows }
}

async function stateOf(trx: SystemTx, id: ConnectionId): Promise<string | undefined> {
  const { rows } = await sql<{ state: string }>`
    select state from connections where id = ${id}`.execute(trx)
  return rows[0]?.state
}

/** Of a run whose connection is paused: nothing is attempted, and it waits where it is. */
export async function pauseRun(trx: SystemTx, runId: RunId): Promise<void> {
  await pauseRuns(trx, sql`id = ${runId}`)
}

async function pauseRuns(trx: SystemTx, which: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows } = await sql`
    update runs set state = 'paused', reason = null, updated_at = now()
    where ${which} and state in ('running', 'parked')`.execute(trx)
  return Number(numAffectedRows ?? 0n)
}
