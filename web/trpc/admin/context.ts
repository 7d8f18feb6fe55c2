/** What the console's procedures start from: a pool of the staff role, the way to act, and who is signed in. */
import type { Database } from '#db/client.ts'
import type { Keyring } from '#db/secrets.ts'
import type { Logger } from '#integrations/kit/logger.ts'
import type { StaffCommandArgs, StaffCommandResult } from '#workflows/contracts/console.ts'
import type { PersonId, TenantId } from '#workflows/contracts/ids.ts'
import type { StaffRequestSession } from '../../auth/staff/session.ts'
import type { WebMetrics } from '../../server/watch/web-metrics.ts'
import type { TemporalUi } from './temporal-ui.ts'

/** How the console acts: Temporal carries each command under its own id. */
export interface StaffCommands {
  /** @throws AppError `unavailable` when Temporal does not take it: then nothing was done */
  runStaffCommand(args: StaffCommandArgs): Promise<StaffCommandResult>
}

/** How staff look through a member's eyes. */
export interface Views {
  /** Ends what else this staff member looks at, and begins; null: not possible (any more). */
  start(view: ViewRequest): Promise<{ slug: string; setCookie: string[] } | null>
}

export interface ViewRequest {
  /** Hash of the id of the staff session it stands on. */
  staffSession: Buffer
  tenantId: TenantId
  personId: PersonId
  reason: string
  requestId: string
}

export interface StaffServices {
  /** Of the role portside_staff: it reads every tenant and writes nothing. */
  db: Database
  /** Seals what a command must not carry openly. */
  keyring: Keyring
  commands: StaffCommands
  views: Views
  /** Null: no link to it. */
  temporalUi: TemporalUi | null
  log: Logger
  /** Null: nobody asks for metrics. */
  metrics: Pick<WebMetrics, 'procedureEnded'> | null
  /** The company that runs this portal, as pages name it. */
  operatorName: string
}

export interface StaffContext {
  services: StaffServices
  session: StaffRequestSession
  requestId: string
}
