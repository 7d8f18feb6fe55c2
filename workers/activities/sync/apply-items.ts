/** The transaction in which changes and the outcomes of their events become true together. */
import { settleEvents, type ClaimedEvent, type Settlement } from '#db/system/claims.ts'
import { findLinkedTenants } from '#db/system/linked-tenants.ts'
import { noteEventSeen } from '#db/system/sync-connection.ts'
import { withTenant, type TenantTx } from '#db/tenant.ts'
import { applyOrderChanges } from '#db/write/orders.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import type { DrainContext, Item } from './drain-context.ts'
import { customerOf, idOf, RECORD_FOUND } from './own-events.ts'
import { quarantine, settleOutcome } from './settlements.ts'

export interface ApplyItems {
  items: readonly Item[]
  settled: readonly Settlement[]
  /** Records read from the source because of a tie. */
  refetched: ReadonlySet<string>
}

export interface Written {
  /** Changes that became rows. */
  applied: number
  ties: Item[]
}

/** The one transaction: records, live events, audit, outcomes. Ties stay claimed for the second round. */
export async function applyItems(
  { deps, lane, claim }: DrainContext,
  { items, settled, refetched }: ApplyItems,
): Promise<Written> {
  if (items.length + settled.length === 0) return { applied: 0, ties: [] }
  return withTenant(deps.db, lane.tenantId, async (trx) => {
    const { ours, refused } = await sortByLink(trx, lane, items)
    const outcomes = await applyOrderChanges(trx, {
      connectionId: lane.connectionId,
      // Kept records that are released all at once are a load, not so many changes.
      lane: ours.every(({ event }) => event.eventType === RECORD_FOUND) ? 'backfill' : 'live',
      changes: ours.map(({ change }) => change),
      requestIds: requestIdsOf(ours),
      refetched,
    })
    const ties: Item[] = []
    const all = [...settled, ...refused]
    ours.forEach((item, index) => {
      const outcome = outcomes[index] ?? 'tie'
      if (outcome === 'tie') ties.push(item)
      else all.push(settleOutcome(item.event, outcome))
    })
    await settleEvents(trx, claim, all)
    await noteEventSeen(trx, lane.connectionId)
    return { applied: outcomes.filter((outcome) => outcome === 'applied').length, ties }
  })
}

/** Links may have changed since the event came in, and a fetched record may name another customer. */
async function sortByLink(
  trx: TenantTx,
  lane: DrainLane,
  items: readonly Item[],
): Promise<{ ours: Item[]; refused: Settlement[] }> {
  const customers = items.map(({ change }) => customerOf(change))
  const tenants = await findLinkedTenants(trx, lane.connectionId, customers)
  const ours: Item[] = []
  const refused: Settlement[] = []
  for (const item of items) {
    const tenantId = tenants.get(customerOf(item.change))
    if (tenantId === lane.tenantId) ours.push(item)
    else if (tenantId) refused.push(settleForeign(item.event))
    else refused.push(settleUnlinked(item.event))
  }
  return { ours, refused }
}

const settleForeign = (event: ClaimedEvent): Settlement =>
  quarantine(event, 'foreign', 'The customer it names belongs to another tenant.')

const settleUnlinked = (event: ClaimedEvent): Settlement => ({
  id: event.id,
  state: 'unmapped',
  verdict: 'unmapped',
  reason: 'The customer it names is not linked.',
})

function requestIdsOf(items: readonly Item[]): Map<string, string> {
  return new Map(
    items.flatMap(({ event, change }) =>
      event.requestId ? [[idOf(change), event.requestId]] : [],
    ),
  )
}
