/**
 * Readers of sources: two per connection, one for what somebody waits for and one for pages, on one budget that all
 * processes of the hub share. They stay as long as the connection's address, credentials and pace do.
 */
import type { Database } from '#db/client.ts'
import type { Keyring } from '#db/secrets.ts'
import { openCredentials } from '#db/system/connections.ts'
import { holdRequests, leaseRequests } from '#db/system/flow/request-budgets.ts'
import type { SyncConnection } from '#db/system/sync-connection.ts'
import type { BudgetLane } from '#integrations/kit/budget/lease-store.ts'
import { createSharedBudget, type SharedBudget } from '#integrations/kit/budget/shared-budget.ts'
import { LATE_MS, type Clock } from '#integrations/kit/budget/slots.ts'
import type { SourceReader } from '#integrations/kit/connector.ts'
import { createHttpClient } from '#integrations/kit/http.ts'
import type { Logger } from '#integrations/kit/logger.ts'
import { connectorFor } from '#integrations/registry.ts'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { SyncDeps } from './activities/sync/deps.ts'
import type { WorkerMetrics } from './watch/worker-metrics.ts'

interface ReadersDeps {
  db: Database
  keyring: Keyring
  logger: Logger
  metrics: WorkerMetrics | undefined
}

export function createReaders(deps: ReadersDeps): SyncDeps['readerFor'] {
  const known = new Map<ConnectionId, { key: string; readers: Record<BudgetLane, SourceReader> }>()
  const budgets = new Map<string, SharedBudget>()
  return (connection, lane = 'live') => {
    const connector = connectorFor(connection.source)
    const perSecond = connection.requestsPerSecond ?? connector.requestsPerSecond
    const key = `${connection.baseUrl} ${perSecond} ${connection.credentials}`
    const held = known.get(connection.id)
    if (held?.key === key) return held.readers[lane]
    // What a source asked for once outlives its credentials.
    const paced = `${connection.id} ${perSecond}`
    const budget = budgets.get(paced) ?? createBudget(deps, connection, perSecond)
    budgets.set(paced, budget)
    const readerOf = (own: BudgetLane): SourceReader =>
      connector.client({
        baseUrl: connection.baseUrl,
        credentials: openCredentials(deps.keyring, connection),
        http: createHttpClient({ budget: budget.of(own) }),
      })
    const readers = { live: readerOf('live'), backfill: readerOf('backfill') }
    known.set(connection.id, { key, readers })
    return readers[lane]
  }
}

function createBudget(
  { db, logger, metrics }: ReadersDeps,
  { id: connectionId, source }: SyncConnection,
  perSecond: number,
): SharedBudget {
  return createConnectionBudget(db, {
    ...{ connectionId, perSecond },
    onWait: (ms) => metrics?.budgetWaited(source, ms),
    onPause: (ms) => metrics?.retryAfterHonoured(source, ms),
    onAway: (away, err) => {
      if (away)
        logger.warn({ err, connectionId }, 'the budget is not shared: a part of it is kept to')
      else logger.info({ connectionId }, 'the budget is shared again')
    },
  })
}

interface ConnectionBudgetOptions {
  connectionId: ConnectionId
  perSecond: number
  onWait?: (ms: number) => void
  onPause?: (ms: number) => void
  onAway?: (away: boolean, error?: unknown) => void
  /** For tests: the clock of the process, and what it makes of PostgreSQL's. */
  clock?: Clock & { date(): Date }
}

export function createConnectionBudget(
  db: Database,
  { connectionId, perSecond, clock, ...rest }: ConnectionBudgetOptions,
): SharedBudget {
  const pace = { perSecond, lateMs: LATE_MS }
  const at = () => (clock ? { now: clock.date() } : {})
  return createSharedBudget({
    ...{ ...rest, perSecond },
    ...(clock && { clock }),
    store: {
      lease: (wish) => leaseRequests(db, { ...wish, ...at(), connectionId, pace }),
      holdBack: (ms) => holdRequests(db, { ...at(), connectionId, ms }),
    },
  })
}
