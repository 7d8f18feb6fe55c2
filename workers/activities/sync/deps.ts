/** What the sync activities stand on; put together by workers/deps.ts, or by a test. */
import type { Database } from '#db/client.ts'
import type { SyncConnection } from '#db/system/sync-connection.ts'
import type { BudgetLane } from '#integrations/kit/budget/lease-store.ts'
import type { Connector, SourceReader } from '#integrations/kit/connector.ts'
import type { Logger } from '#integrations/kit/logger.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import type { WorkerMetrics } from '../../watch/worker-metrics.ts'

export interface SyncDeps {
  db: Database
  logger: Logger
  connectorFor(source: Source): Connector
  /** The reader of a connection, with its credentials and its part of the connection's budget; default: live. */
  readerFor(connection: SyncConnection, lane?: BudgetLane): SourceReader
  /** Tells that a lane has got rows; a hint. */
  poke(lane: DrainLane): void
  /** Default: nothing is counted. */
  metrics?: WorkerMetrics
}
