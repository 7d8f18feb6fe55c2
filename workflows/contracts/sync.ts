/**
 * Ports of the sync activities and the arguments of the sync workflows: ids only, data stays in PostgreSQL.
 */
import type { ConnectionId, RunId, TenantId } from './ids.ts'

/** One lane of the live path: the events of one connection for one tenant, or those whose tenant is not known yet. */
export interface DrainLane {
  connectionId: ConnectionId
  /** Null: the unresolved lane. */
  tenantId: TenantId | null
}

export interface DrainStepResult {
  /** Rows taken from the inbox in this step, whatever became of them. */
  claimed: number
  applied: number
  /** True while due rows remain in the lane. */
  more: boolean
}

export interface BackfillArgs {
  connectionId: ConnectionId
  runId: RunId
}

/**
 * `complete`: nothing is left to do, or a person has to agree first. `waiting`: the source is failing or asked for a pause. `parked`: credentials or configuration; waits for a person.
 * `failed`: tries are used up. `stale_run`: another run took over, or it was cancelled.
 */
export type PageResult =
  | { status: 'more' }
  | { status: 'complete' }
  | { status: 'waiting'; retryAfterMs: number; reason: string }
  | { status: 'parked'; reason: string }
  | { status: 'failed'; reason: string }
  | { status: 'stale_run' }

export interface PollArgs {
  connectionId: ConnectionId
}

/** Short: runs as a local activity on the live queue. */
export interface DrainActivities {
  drainStep(lane: DrainLane): Promise<DrainStepResult>
}

/** Long: normal activities with heartbeats on the backfill queue. Each call handles one page and its checkpoint. */
export interface BackfillActivities {
  backfillPage(args: BackfillArgs): Promise<PageResult>
  pollPages(args: PollArgs): Promise<PageResult>
}
