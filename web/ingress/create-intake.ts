/** Puts the parts of intake together on a pool of their own, so that neither pages nor a flood starve the other. */
import type { Database } from '#db/client.ts'
import type { Keyring } from '#db/secrets.ts'
import { findIntakeConnection } from '#db/system/connections.ts'
import { countRefusal, storeArrivals } from '#db/system/inbox/intake.ts'
import type { Arrival } from '#db/system/inbox/arrival.ts'
import type { Connector } from '#integrations/kit/connector.ts'
import type { Logger } from '#integrations/kit/logger.ts'
import { withSpan } from '#integrations/kit/watch/span.ts'
import { systemCodeOf } from '#workflows/contracts/errors.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import { createConnectionCache } from './connection-cache.ts'
import { GroupCommit } from './group-commit.ts'
import { createRefusalCounter } from './refusals.ts'
import type { WebhookDeps } from './webhooks.ts'

export interface IntakeOptions {
  db: Database
  keyring: Keyring
  connectorFor: (source: Source) => Connector
  poke: (lane: DrainLane) => void
  log: Logger
  /** Milliseconds until a sender is told to try again. */
  deadlineMs?: number
}

const MAX_ROWS = 500
const MAX_WAITING = 2_000
/** Well under the ten seconds after which senders give up by themselves. */
const DEADLINE_MS = 4_000
/** SQLSTATE classes of a value that cannot be stored: data exception, integrity constraint violation. */
const ITEM_FAULT = /^2[23]/

export function createIntake(
  options: IntakeOptions,
): Omit<WebhookDeps, 'publicUrl' | 'log' | 'metrics'> {
  const { db, keyring, log, poke } = options
  return {
    connectorFor: options.connectorFor,
    connections: createConnectionCache({ load: (id) => findIntakeConnection(db, keyring, id) }),
    refusals: createRefusalCounter({ write: (refusal) => countRefusal(db, refusal), log }),
    inbox: new GroupCommit<Arrival>({
      commit: async (arrivals) => {
        const store = () => storeArrivals(db, arrivals)
        const lanes = await withSpan('store arrivals', { 'portside.rows': arrivals.length }, store)
        for (const lane of lanes) poke(lane)
      },
      isItemFault: (error) => ITEM_FAULT.test(systemCodeOf(error)),
      maxItems: MAX_ROWS,
      maxWaiting: MAX_WAITING,
      deadlineMs: options.deadlineMs ?? DEADLINE_MS,
    }),
  }
}
