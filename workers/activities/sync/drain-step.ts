/**
 * One step of the live path: claims rows of a lane (counted and committed before they are looked at) and applies them.
 * It always answers: what it cannot do now stays in the inbox for the sweeper.
 */
import { claimFurther } from '#db/system/inbox/claim-further.ts'
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
import { readEvents, writeEvents } from './drain-events.ts'
import { resolveTenants } from './resolve-tenants.ts'
import { faultOf } from './faults.ts'

/** What temporal.config says of each. */
export type DrainLimits = Record<'drainBatchRows' | 'drainStepRows' | 'drainStepMs', number>

interface Taken {
  connection: SyncConnection
  claim: Claim
  /** The lane may have more: as many rows came as were asked for. */
  isFull: boolean
  /** Records that one request of the source can name. */
  batchSize: number
}

interface Wanted {
  lane: DrainLane
  limit: number
  /** Claims that are still being worked on. */
  held: readonly string[]
}

async function takeClaim(
  trx: SystemTx,
  deps: SyncDeps,
  wanted: Wanted,
): Promise<Taken | undefined> {
  const [connection, claim] = await Promise.all([
    findSyncConnection(trx, wanted.lane.connectionId),
    claimEvents(trx, wanted),
  ])
  if (!connection) return undefined
  const batchSize = batchSizeOf(deps, connection)
  const isFull = claim.events.length === wanted.limit
  if (batchSize === 1 || !isFull) return { connection, claim, isFull, batchSize }
  const further = await claimFurther(trx, { lane: wanted.lane, claim, batchSize })
  const events = [...claim.events, ...further]
  return { connection, claim: { ...claim, events }, isFull, batchSize }
}

/** 1 where the source cannot be asked at all: whoever has to says why. */
function batchSizeOf(deps: SyncDeps, connection: SyncConnection): number {
  try {
    return deps.readerFor(connection).batchSize ?? 1
  } catch {
    return 1
  }
}

interface Claims {
  take(wanted: Wanted): Promise<Taken | undefined>
  release(claim: Claim): Promise<void>
}

function createClaims(deps: SyncDeps): Claims {
  const { db, logger } = deps
  // Claims this process could not give back, because the database was away: else they would count as crashes.
  const unreleased = new Map<string, InboxId[]>()
  return {
    async take(wanted) {
      const late = [...unreleased]
      // What was claimed before the database last started is taken as if it had not been: no claim need outlive it.
      const taken = await withSystem(
        db,
        async (trx) => {
          for (const [claimId, ids] of late) await releaseClaim(trx, claimId, ids)
          return takeClaim(trx, deps, wanted)
        },
        { mayBeLost: true },
      )
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

/**
 * Claims of one deep lane that are worked on at once: one is read while another is written, and PostgreSQL writes in
 * two of its processes. Whose change is the newer is decided by its version, as between a drain and a backfill.
 */
const SIDE_BY_SIDE = 2

export function createDrainStep(
  deps: SyncDeps,
  limits: DrainLimits = temporalConfig,
): DrainActivities['drainStep'] {
  const claims = createClaims(deps)
  return async (lane): Promise<DrainStepResult> => {
    const result = { claimed: 0, applied: 0, more: false }
    const startedAt = performance.now()
    const open = new Map<string, Claim>()
    let broke = false
    const take = inTurns(async (): Promise<Taken | undefined> => {
      if (broke) return undefined
      const isTime = performance.now() - startedAt >= limits.drainStepMs
      result.more = isTime || result.claimed >= limits.drainStepRows
      if (result.more) return undefined
      const limit = limits.drainBatchRows
      const taken = await claims.take({ lane, limit, held: [...open.keys()] })
      if (!taken || taken.claim.events.length === 0) return undefined
      open.set(taken.claim.id, taken.claim)
      result.claimed += taken.claim.events.length
      return taken
    })
    const hands: Promise<void>[] = []
    // One that fills a request leaves nothing to a second but its share of the budget; of strangers both would ask.
    const handsFor = ({ batchSize }: Taken): number =>
      lane.tenantId === null || batchSize > 1 ? 1 : SIDE_BY_SIDE
    const hand = async (): Promise<void> => {
      try {
        for (let taken = await take(); taken; taken = await take()) {
          if (taken.isFull && hands.length < handsFor(taken)) hands.push(hand())
          result.applied += await handle(deps, lane, taken)
          open.delete(taken.claim.id)
        }
      } catch (error) {
        broke = true
        deps.logger.warn({ err: error, fault: faultOf(error), ...lane }, 'drain step ended early')
      }
    }
    hands.push(hand())
    // Grows while it is gone through.
    for (const each of hands) await each
    // Of a claim that was overtaken, too, whatever it still holds: nothing crashed.
    for (const claim of open.values()) await claims.release(claim)
    const { claimed, applied } = result
    deps.metrics?.drainStepped({ claimed, applied, broke, ms: performance.now() - startedAt })
    // What broke it is there a moment later, too: the sweeper looks again.
    return { ...result, more: result.more && !broke }
  }
}

/** One call after the other: the next claim must know which ones are held. */
function inTurns<T>(work: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return () => {
    const next = last.then(work)
    last = next.catch(() => undefined)
    return next
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
  deps: SyncDeps,
  lane: DrainLane,
  { connection, claim }: Taken,
): Promise<number> {
  const { events } = claim
  const applied = await applyEvents({ deps, connection, claim: claim.id }, lane, events)
  logHandled(deps, lane, { events, applied })
  return applied
}

async function applyEvents(
  context: ClaimContext,
  { connectionId, tenantId }: DrainLane,
  events: readonly ClaimedEvent[],
): Promise<number> {
  if (tenantId === null) return resolveTenants(context, events).then(() => 0)
  const inLane = { ...context, lane: { connectionId, tenantId } }
  return writeEvents(inLane, await readEvents(inLane, events))
}
