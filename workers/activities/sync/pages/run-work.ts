import type { RunAttempt } from '#db/system/runs.ts'
import type { SyncConnection } from '#db/system/sync-connection.ts'
import type { SyncDeps } from '../deps.ts'

/** One attempt at a run, and what it stands on. */
export interface RunWork {
  deps: SyncDeps
  connection: SyncConnection
  run: RunAttempt
  /** Ends with the activity. */
  signal: AbortSignal
}
