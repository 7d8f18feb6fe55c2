/** Composition root of the worker: everything the activities stand on, made once per process. */
import { createDatabase, type Database } from '#db/client.ts'
import { createKeyring } from '#db/secrets.ts'
import { openCredentials } from '#db/system/connections.ts'
import type { SourceReader } from '#integrations/kit/connector.ts'
import { createHttpClient } from '#integrations/kit/http.ts'
import type { Logger } from '#integrations/kit/logger.ts'
import { createRateBudget } from '#integrations/kit/rate-budget.ts'
import { connectorFor } from '#integrations/registry.ts'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { Gateway } from '#workflows/gateway.ts'
import type { AlertChannels, StaffDeps } from './activities/staff/deps.ts'
import type { AccountMailDeps } from './activities/notify/send-account-mail.ts'
import type { SyncDeps } from './activities/sync/deps.ts'
import type { WorkerMetrics } from './watch/worker-metrics.ts'

export interface WorkerDeps extends SyncDeps, StaffDeps, AccountMailDeps {
  gateway: Gateway
}

export interface WorkerDepsOptions {
  databaseUrl: string
  encryptionKeys: string
  gateway: Gateway
  logger: Logger
  /** Default: nobody is told. */
  alerts?: AlertChannels
  /** Default: mails wait. */
  mail?: AccountMailDeps['mail']
  /** Default: nothing is counted. */
  metrics?: WorkerMetrics
}

/** Seconds whose requests may go out at once. A Retry-After of the source slows it further. */
const BURST_SECONDS = 0.5

export function createWorkerDeps(options: WorkerDepsOptions): WorkerDeps {
  const { gateway, logger, metrics } = options
  const db: Database = createDatabase({
    url: options.databaseUrl,
    name: 'portside-worker',
    max: 16,
  })
  return {
    db,
    logger,
    gateway,
    keyring: createKeyring(options.encryptionKeys),
    mail: options.mail ?? { sender: null, host: 'localhost' },
    alerts: options.alerts ?? { email: null, sms: null, publicUrl: 'http://localhost' },
    connectorFor,
    readerFor: createReaders(options.encryptionKeys, metrics),
    ...(metrics && { metrics }),
    poke: (lane) => gateway.pokeDrain(lane),
  }
}

/** One reader per connection as long as its address, credentials and pace stay, so that its rate budget is one too. */
function createReaders(
  encryptionKeys: string,
  metrics: WorkerMetrics | undefined,
): SyncDeps['readerFor'] {
  const keyring = createKeyring(encryptionKeys)
  const readers = new Map<ConnectionId, { key: string; reader: SourceReader }>()
  return (connection) => {
    const connector = connectorFor(connection.source)
    const perSecond = connection.requestsPerSecond ?? connector.requestsPerSecond
    const key = `${connection.baseUrl} ${perSecond} ${connection.credentials}`
    const known = readers.get(connection.id)
    if (known?.key === key) return known.reader
    const burst = Math.max(1, Math.floor(perSecond * BURST_SECONDS))
    const { source } = connection
    const budget = createRateBudget({
      ...{ perSecond, burst },
      onWait: (ms) => metrics?.budgetWaited(source, ms),
      onPause: (ms) => metrics?.retryAfterHonoured(source, ms),
    })
    const reader = connector.client({
      baseUrl: connection.baseUrl,
      credentials: openCredentials(keyring, connection),
      http: createHttpClient({ budget }),
    })
    readers.set(connection.id, { key, reader })
    return reader
  }
}
