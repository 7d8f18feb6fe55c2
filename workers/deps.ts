/** Composition root of the worker: everything the activities stand on, made once per process. */
import { createDatabase, type Database } from '#db/client.ts'
import { createKeyring } from '#db/secrets.ts'
import type { Logger } from '#integrations/kit/logger.ts'
import { connectorFor } from '#integrations/registry.ts'
import type { Gateway } from '#workflows/gateway.ts'
import type { AlertChannels, StaffDeps } from './activities/staff/deps.ts'
import type { AccountMailDeps } from './activities/notify/send-account-mail.ts'
import type { SyncDeps } from './activities/sync/deps.ts'
import { createReaders } from './readers.ts'
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

export function createWorkerDeps(options: WorkerDepsOptions): WorkerDeps {
  const { gateway, logger, metrics } = options
  const db: Database = createDatabase({
    url: options.databaseUrl,
    name: 'portside-worker',
    max: 32,
  })
  const keyring = createKeyring(options.encryptionKeys)
  return {
    db,
    logger,
    gateway,
    keyring,
    mail: options.mail ?? { sender: null, host: 'localhost' },
    alerts: options.alerts ?? { email: null, sms: null, publicUrl: 'http://localhost' },
    connectorFor,
    readerFor: createReaders({ db, logger, keyring, metrics }),
    ...(metrics && { metrics }),
    poke: (lane) => gateway.pokeDrain(lane),
  }
}
