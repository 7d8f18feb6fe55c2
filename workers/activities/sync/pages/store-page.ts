/**
 * Stores one page of a source: each tenant's records in a transaction of their own, and what no tenant can take as
 * rows of the inbox. Safe to repeat: a page stored twice changes nothing the second time.
 */
import type { Arrival } from '#db/system/inbox/own-arrivals.ts'
import { gatherFirstStatistics } from '#db/system/first-statistics.ts'
import { countRun, type RunAttempt, type RunCounts } from '#db/system/runs.ts'
import { withTenant } from '#db/tenant.ts'
import { applyChanges, type ApplyOutcome } from '#db/write/apply-changes.ts'
import { findOwners } from '#db/write/record-owners.ts'
import type { RecordPage } from '#integrations/kit/connector.ts'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import { idOfChange, type RecordChange, type RecordKind } from '#workflows/contracts/records.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import type { SyncDeps } from '../deps.ts'
import { faultOf, reasonOf } from '../faults.ts'
import { followMerges, isHeld, nameWinners } from '../follow-merges.ts'
import {
  arrivalOfChange,
  arrivalOfInvalid,
  arrivalOfMove,
  arrivalOfRecheck,
  arrivalOfTie,
  reasonUnlinked,
} from '../own-events.ts'
import { isLoose, nameTenants } from './name-tenants.ts'

export interface PageContext {
  deps: SyncDeps
  connectionId: ConnectionId
  source: Source
  kind: RecordKind
  lane: 'backfill' | 'poll'
  /** Counts and fences every transaction; a poll that is no run has none. */
  run?: RunAttempt
}

interface StampedPage extends PageContext {
  /** Version that what the page says has at least; 0 where only its own says it. */
  atLeast: number
}

export interface StoredPage {
  counts: RunCounts & { fetched: number }
  /** Changes that became rows. */
  applied: number
  /** For the inbox; belongs into the transaction that moves the checkpoint. */
  arrivals: Arrival[]
}

export async function storePage(context: PageContext, page: RecordPage): Promise<StoredPage> {
  const { changes, invalid } = page
  const atLeast = context.deps.connectorFor(context.source).versionAt?.(page.asOf) ?? 0
  const stamped = { ...context, atLeast }
  const byTenant = await groupByTenant(stamped, changes)
  const arrivals = invalid.map((item) => arrivalOfInvalid(context.kind, item))
  let applied = 0
  for (const [tenantId, own] of byTenant.linked) {
    const stored = await storeForTenant(stamped, tenantId, own)
    arrivals.push(...stored.arrivals)
    applied += stored.applied
  }
  arrivals.push(...byTenant.kept)
  await gatherFirstStatistics(context.deps.db, changes)
  const of = (state: Arrival['state']): number =>
    arrivals.filter((arrival) => arrival.state === state).length
  const counts = {
    fetched: changes.length + invalid.length,
    unchanged: byTenant.needless,
    unmapped: of('unmapped'),
    quarantined: of('quarantined'),
    pages: 1,
  }
  return { counts, applied, arrivals }
}

interface ByTenant {
  linked: ReadonlyMap<TenantId, RecordChange[]>
  /** Without a link they wait; what another tenant still holds, its own lane looks into. */
  kept: Arrival[]
  /** Deletions of what nobody holds. */
  needless: number
}

async function groupByTenant(
  context: StampedPage,
  changes: readonly RecordChange[],
): Promise<ByTenant> {
  const { atLeast } = context
  const linked = new Map<TenantId, RecordChange[]>()
  const kept: Arrival[] = []
  let needless = 0
  for (const { change, tenantId, owner } of await nameTenants(context, changes)) {
    // Of what nobody holds there is nothing to take away.
    if (isLoose(change) && !owner) needless++
    else if (owner && owner !== tenantId) {
      kept.push(arrivalOfMove(change, { tenantId: owner, atLeast }))
    } else if (tenantId) linked.set(tenantId, [...(linked.get(tenantId) ?? []), change])
    else kept.push(arrivalOfUnmapped(change))
  }
  return { linked, kept, needless }
}

type Stored = Pick<StoredPage, 'applied' | 'arrivals'>

/** A change that breaks the page is found by trying each one alone. */
async function storeForTenant(
  context: StampedPage,
  tenantId: TenantId,
  changes: readonly RecordChange[],
): Promise<Stored> {
  try {
    return await write(context, tenantId, changes)
  } catch (error) {
    const fault = faultOf(error)
    if (fault === 'overtaken' || fault === 'ours') throw error
    const [only] = changes
    if (only && changes.length === 1) {
      context.deps.logger.warn({ err: error, tenantId }, 'record cannot be stored')
      const reason = reasonOf(error)
      const arrival = arrivalOfChange(only, { tenantId, state: 'quarantined', reason })
      return { applied: 0, arrivals: [arrival] }
    }
    const total: Stored = { applied: 0, arrivals: [] }
    for (const change of changes) {
      const stored = await storeForTenant(context, tenantId, [change])
      total.applied += stored.applied
      total.arrivals.push(...stored.arrivals)
    }
    return total
  }
}

function write(
  { deps, connectionId, kind, lane, run, atLeast }: StampedPage,
  tenantId: TenantId,
  changes: readonly RecordChange[],
): Promise<Stored> {
  return withTenant(deps.db, tenantId, async (trx) => {
    const incoming = changes.map((change) => ({ change }))
    const { ours, astray } = await nameWinners(trx, connectionId, incoming)
    const outcomes = await applyChanges(trx, { connectionId, lane, changes: ours })
    const own = ours.map(({ change }) => change)
    const count = (wanted: ApplyOutcome): number =>
      outcomes.filter((outcome) => outcome === wanted).length
    const applied = count('applied')
    const counts = { written: applied, unchanged: count('unchanged') + count('stale') }
    if (run) await countRun(trx, run, counts)
    const owners = await findOwners(trx, {
      ...{ connectionId, kind },
      externalIds: own.flatMap((change, index) =>
        outcomes[index] === 'foreign' ? [idOfChange(change)] : [],
      ),
    })
    const held = own.filter((_, index) => isHeld(outcomes[index]))
    const followed = await followMerges(trx, connectionId, held)
    const asked = own.flatMap((change, index) => {
      const outcome = outcomes[index]
      if (outcome === 'tie') return [arrivalOfTie(change, tenantId)]
      // The source lists it so now, whatever stamp it bears: what we hold may have been undone without a trace.
      if (outcome === 'stale' && atLeast > 0) {
        return [arrivalOfRecheck(change, { tenantId, why: 'listed', atLeast })]
      }
      if (outcome !== 'foreign') return []
      // Somebody took it since we looked; whoever holds it looks whether it is still theirs.
      const owner = owners.get(idOfChange(change))
      return owner ? [arrivalOfMove(change, { tenantId: owner })] : []
    })
    return { applied, arrivals: [...astray.map((each) => each.asked), ...asked, ...followed] }
  })
}

const arrivalOfUnmapped = (change: RecordChange): Arrival =>
  arrivalOfChange(change, { tenantId: null, state: 'unmapped', reason: reasonUnlinked(change) })
