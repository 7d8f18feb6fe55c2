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
import { findSyncConnection, isFlowing, type SyncConnection } from '#db/system/sync-connection.ts'
import { withSystem, type SystemTx } from '#db/system/system.ts'
import { temporalConfig } from '#temporal.config'
import type { InboxId } from '#workflows/contracts/ids.ts'
import type { DrainActivities, DrainLane, DrainStepResult } from '#workflows/contracts/sync.ts'
import type { SyncDeps } from './deps.ts'
import type { ClaimContext } from './drain-context.ts'
import { readEvents, writeEvents } from './drain-events.ts'
import { resolveTenants } from './resolve-tenants.ts'
import { faultOf } from './faults.ts'

/** What temporal.config says of each. */
export type DrainLimits = Record<'drainBatchRows' | 'drainStepRows' | 'drainStepMs', number>

interface Taken {
  connection: SyncConnection
  claim: Claim
}

interface Wanted {
  lane: DrainLane
  limit: number
  /** Claims that are still being worked on. */
  held: readonly string[]
}

async function takeClaim(trx: SystemTx, wanted: Wanted): Promise<Taken | undefined> {
  const connection = await findSyncConnection(trx, wanted.lane.connectionId)
  if (!connection || !isFlowing(connection)) return undefined
  return { connection, claim: await claimEvents(trx, wanted) }
}

interface Claims {
  take(wanted: Wanted): Promise<Taken | undefined>
  release(claim: Claim): Promise<void>
}

function createClaims({ db, logger }: SyncDeps): Claims {
  // Claims this process could not give back, because the database was away: else they would count as crashes.
  const unreleased = new Map<string, InboxId[]>()
  return {
    async take(wanted) {
      const late = [...unreleased]
      const taken = await withSystem(db, async (trx) => {
        for (const [claimId, ids] of late) await releaseClaim(trx, claimId, ids)
        return takeClaim(trx, wanted)
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

export function createDrainStep(
  deps: SyncDeps,
  limits: DrainLimits = temporalConfig,
): DrainActivities['drainStep'] {
  const claims = createClaims(deps)
  return async (lane): Promise<DrainStepResult> => {
    const result = { claimed: 0, applied: 0, more: false }
    const startedAt = performance.now()
    const open = new Map<string, Claim>()
    let upcoming: Promise<Prepared | undefined> | undefined
    let broke = false
    const take = async (): Promise<Prepared | undefined> => {
      const limit = limits.drainBatchRows
      const taken = await claims.take({ lane, limit, held: [...open.keys()] })
      if (!taken || taken.claim.events.length === 0) return undefined
      open.set(taken.claim.id, taken.claim)
      result.claimed += taken.claim.events.length
      return prepare(deps, lane, { ...taken, isFull: taken.claim.events.length === limit })
    }
    try {
      for (;;) {
        const current = await (upcoming ?? take())
        upcoming = undefined
        if (!current) return result
        const goesOn =
          result.claimed < limits.drainStepRows &&
          performance.now() - startedAt < limits.drainStepMs
        // While a lane is deep, the next claim is taken and read beside the writing of this one.
        if (goesOn && current.isFull) upcoming = heard(take())
        result.applied += await current.write()
        open.delete(current.claim.id)
        if (!goesOn) return { ...result, more: true }
      }
    } catch (error) {
      broke = true
      const fault = faultOf(error)
      deps.logger.warn({ err: error, fault, ...lane }, 'drain step ended early')
      await upcoming?.catch(() => undefined)
      // Of a claim that was overtaken, too, whatever it still holds: nothing crashed.
      for (const claim of open.values()) await claims.release(claim)
      return result
    } finally {
      const { claimed, applied } = result
      deps.metrics?.drainStepped({ claimed, applied, broke, ms: performance.now() - startedAt })
    }
  }
}

/** Awaited later; a failure meanwhile must not count as unhandled. */
function heard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined)
  return promise
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

interface Prepared {
  claim: Claim
  /** The lane may have more: as many rows came as were asked for. */
  isFull: boolean
  /** Returns how many changes were written. */
  write(): Promise<number>
}

/** Does what needs no transaction of the tenant. */
async function prepare(
  deps: SyncDeps,
  lane: DrainLane,
  { connection, claim, isFull }: Taken & Pick<Prepared, 'isFull'>,
): Promise<Prepared> {
  const work = await beginClaim({ deps, connection, claim: claim.id }, lane, claim.events)
  return {
    ...{ claim, isFull },
    async write() {
      const applied = await work()
      logHandled(deps, lane, { events: claim.events, applied })
      return applied
    },
  }
}

async function beginClaim(
  context: ClaimContext,
  { connectionId, tenantId }: DrainLane,
  events: readonly ClaimedEvent[],
): Promise<() => Promise<number>> {
  if (tenantId === null) return () => resolveTenants(context, events).then(() => 0)
  const inLane = { ...context, lane: { connectionId, tenantId } }
  const read = await readEvents(inLane, events)
  return () => writeEvents(inLane, read)
}
