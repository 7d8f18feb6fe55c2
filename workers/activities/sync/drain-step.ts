/**
 * One step of the live path: claims rows of a lane (counted and committed before they are looked at) and applies them.
 * It always answers: what it cannot do now stays in the inbox for the sweeper.
 */
import {
  claimEvents,
  releaseClaim,
  type Claim,
  type ClaimedEvent,
} from '#db/system/inbox/claims.ts'
import { findSyncConnection, type SyncConnection } from '#db/system/sync-connection.ts'
import { withSystem, type SystemTx } from '#db/system/system.ts'
import { temporalConfig } from '#temporal.config'
import type { InboxId } from '#workflows/contracts/ids.ts'
import type { DrainActivities, DrainLane, DrainStepResult } from '#workflows/contracts/sync.ts'
import type { SyncDeps } from './deps.ts'
import type { ClaimContext } from './drain-context.ts'
import { drainEvents } from './drain-events.ts'
import { resolveTenants } from './resolve-tenants.ts'
import { faultOf } from './faults.ts'

interface Taken {
  connection: SyncConnection
  claim: Claim
}

async function takeClaim(trx: SystemTx, lane: DrainLane): Promise<Taken | undefined> {
  const connection = await findSyncConnection(trx, lane.connectionId)
  if (connection?.state !== 'active' && connection?.state !== 'parked') return undefined
  const claim = await claimEvents(trx, { lane, limit: temporalConfig.drainBatchRows })
  return { connection, claim }
}

interface Claims {
  take(lane: DrainLane): Promise<Taken | undefined>
  release(claim: Claim): Promise<void>
}

function createClaims({ db, logger }: SyncDeps): Claims {
  // Claims this process could not give back, because the database was away: else they would count as crashes.
  const unreleased = new Map<string, InboxId[]>()
  return {
    async take(lane) {
      const late = [...unreleased]
      const taken = await withSystem(db, async (trx) => {
        for (const [claimId, ids] of late) await releaseClaim(trx, claimId, ids)
        return takeClaim(trx, lane)
      })
      for (const [claimId] of late) unreleased.delete(claimId)
      return taken
    },
    async release(claim) {
      const ids = claim.events.map(({ id }) => id)
      unreleased.set(claim.id, ids)
      await withSystem(db, (trx) => releaseClaim(trx, claim.id, ids))
        .then(() => unreleased.delete(claim.id))
        .catch((error: unknown) => {
          logger.warn({ err: error }, 'a claim cannot be given back yet')
        })
    },
  }
}

export function createDrainStep(deps: SyncDeps): DrainActivities['drainStep'] {
  const claims = createClaims(deps)
  return async (lane): Promise<DrainStepResult> => {
    const result = { claimed: 0, applied: 0, more: false }
    const until = Date.now() + temporalConfig.drainStepMs
    const startedAt = performance.now()
    let claim: Claim | undefined
    let broke = false
    try {
      do {
        const taken = await claims.take(lane)
        claim = taken?.claim
        if (!taken || !claim || claim.events.length === 0) return result
        result.claimed += claim.events.length
        const context = { deps, connection: taken.connection, claim: claim.id }
        const applied = await handle(context, lane, claim.events)
        result.applied += applied
        logHandled(deps, lane, { events: claim.events, applied })
        claim = undefined
      } while (result.claimed < temporalConfig.drainBatchRows && Date.now() < until)
      return { ...result, more: true }
    } catch (error) {
      broke = true
      const fault = faultOf(error)
      deps.logger.warn({ err: error, fault, ...lane }, 'drain step ended early')
      if (claim && fault !== 'overtaken') await claims.release(claim)
      return result
    } finally {
      const { claimed, applied } = result
      deps.metrics?.drainStepped({ claimed, applied, broke, ms: performance.now() - startedAt })
    }
  }
}

/** Ids that one log line holds at most. */
const MAX_IDS = 20

/** One line per claim: the requests that brought its events, and what became of them together. */
function logHandled(
  { logger }: SyncDeps,
  lane: DrainLane,
  { events, applied }: { events: readonly ClaimedEvent[]; applied: number },
): void {
  const requestIds = [...new Set(events.flatMap(({ requestId }) => requestId ?? []))]
  const facts = {
    ...lane,
    requestIds: requestIds.slice(0, MAX_IDS),
    events: events.length,
    applied,
  }
  logger.info(facts, 'events drained')
}

/** Returns how many changes were written. */
async function handle(
  context: ClaimContext,
  { connectionId, tenantId }: DrainLane,
  events: readonly ClaimedEvent[],
): Promise<number> {
  if (tenantId !== null) {
    return drainEvents({ ...context, lane: { connectionId, tenantId } }, events)
  }
  await resolveTenants(context, events)
  return 0
}
