/** What commands of staff and alerts to them stand on. */
import type { Database } from '#db/client.ts'
import type { Keyring } from '#db/secrets.ts'
import type { Logger } from '#integrations/kit/logger.ts'
import type { EmailSender } from '#integrations/messaging/email.ts'
import type { SmsSender } from '#integrations/messaging/sms.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import type { Gateway } from '#workflows/gateway.ts'
import type { WorkerMetrics } from '../../watch/worker-metrics.ts'

/** Who is told when a connection is parked, and through what; a channel that is not configured is null. */
export interface AlertChannels {
  email: { sender: EmailSender; to: string } | null
  sms: { sender: SmsSender; to: string } | null
  /** Absolute base of the web process, for links into the console. */
  publicUrl: string
}

export interface StaffDeps {
  db: Database
  logger: Logger
  keyring: Keyring
  gateway: Pick<Gateway, 'resumeBackfill' | 'pollNow' | 'startAccountMail'>
  alerts: AlertChannels
  poke(lane: DrainLane): void
  /** Default: nothing is counted. */
  metrics?: WorkerMetrics
}
