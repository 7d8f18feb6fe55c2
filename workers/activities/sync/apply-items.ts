/** The transaction in which changes and the outcomes of their events become true together. */
import { settleBeside } from '#db/system/inbox/beside.ts'
import { settleEvents, type ClaimedEvent, type Settlement } from '#db/system/inbox/claims.ts'
import { gatherFirstStatistics } from '#db/system/first-statistics.ts'
import { findLinkedTenants } from '#db/system/linked-tenants.ts'
import { storeArrivals, type Arrival } from '#db/system/inbox/own-arrivals.ts'
import { noteEventSeen } from '#db/system/sync-connection.ts'
import { withTenant, type TenantTx } from '#db/tenant.ts'
import { applyChanges, type ApplyOutcome } from '#db/write/apply-changes.ts'
import { findOwners } from '#db/write/record-owners.ts'
import { customerOfChange, idOfChange } from '#workflows/contracts/records.ts'
import type { DrainContext, Item, Resolved } from './drain-context.ts'
import { eraseItems, isErasure } from './erase.ts'
import { followMerges, isHeld, nameWinners } from './follow-merges.ts'
import { arrivalOfMove, RECORD_FOUND } from './own-events.ts'
import { quarantine, settleMoved, settleOutcome, settleUnlinked } from './settlements.ts'
import { withdrawMoved } from './withdraw-moved.ts'

export interface Written {
  /** Changes that became rows. */
  applied: number
  /** Still claimed, for the second round. */
  ties: Item[]
}

/** The one transaction: records, live events, audit, outcomes. */
export async function applyItems(
  { deps, lane, claim, connection }: DrainContext,
  { items, settled }: Resolved,
): Promise<Written> {
  if (items.length + settled.length === 0) return { applied: 0, ties: [] }
  const result = await withTenant(deps.db, lane.tenantId, async (trx) => {
    const erased = await eraseItems(trx, { lane, claim }, items.filter(isErasure))
    const others = items.filter((item) => !isErasure(item))
    const { ours, refused, handedOver } = await sortByLink(trx, lane, others)
    handedOver.push(...erased.handedOver)
    const outcomes = await writeItems(trx, lane, ours)
    const elsewhere = ours.filter((_, index) => outcomes[index] === 'foreign')
    const asked = await askOwners(trx, lane, elsewhere)
    handedOver.push(...asked.values())
    const ties: Item[] = []
    const all = [...settled, ...erased.settled, ...refused]
    ours.forEach((item, index) => {
      const outcome = outcomes[index] ?? 'tie'
      if (outcome === 'tie') ties.push(item)
      else if (asked.has(item)) all.push(settleMoved(item.event.id))
      else all.push(settleOutcome(item.event, outcome))
    })
    const held = ours.filter((_, index) => isHeld(outcomes[index]))
    handedOver.push(...(await followMerges(trx, lane.connectionId, changesOf(held))))
    const answers = held.flatMap((item) => item.answers ?? [])
    const [, beside] = await Promise.all([
      settleEvents(trx, claim, all),
      settleBeside(trx, answers),
      storeArrivals(trx, lane.connectionId, handedOver),
      noteEventSeen(trx, lane.connectionId),
    ])
    const applied = outcomes.filter((outcome) => outcome === 'applied').length
    return { applied, ties, handedOver, settled: all, beside }
  })
  await gatherFirstStatistics(deps.db, changesOf(items))
  const outcomes = result.settled.map(
    (each) => ('verdict' in each ? each.verdict : undefined) ?? each.state,
  )
  const answered = Array.from({ length: result.beside }, () => 'unchanged')
  deps.metrics?.eventsSettled(connection.source, [...outcomes, ...answered])
  for (const { tenantId } of result.handedOver) {
    deps.poke({ connectionId: lane.connectionId, tenantId })
  }
  return result
}

const changesOf = (items: readonly Item[]) => items.map(({ change }) => change)

/** One outcome per item. */
async function writeItems(
  trx: TenantTx,
  { connectionId }: DrainContext['lane'],
  items: readonly Item[],
): Promise<ApplyOutcome[]> {
  return applyChanges(trx, {
    connectionId,
    // Kept records that are released all at once are a load, not so many changes.
    lane: items.every(({ event }) => event.eventType === RECORD_FOUND) ? 'backfill' : 'live',
    changes: items.map(({ event, change, isTie = false }) => ({
      change,
      requestId: event.requestId,
      isRefetched: isTie,
    })),
  })
}

interface ByLink {
  ours: Item[]
  refused: Settlement[]
  handedOver: Arrival[]
}

/** Links may have changed since the event came in, and a fetched record may name another customer. */
async function sortByLink(
  trx: TenantTx,
  lane: DrainContext['lane'],
  items: readonly Item[],
): Promise<ByLink> {
  const customers = items.flatMap(({ change }) => customerOfChange(change) ?? [])
  const tenants = await findLinkedTenants(trx, lane.connectionId, customers)
  const own: Item[] = []
  const others: Item[] = []
  for (const item of items) {
    const customer = customerOfChange(item.change)
    // A deletion need not say whose the record was: it is in this lane because it is ours.
    const isOurs =
      customer === null ? item.change.type === 'delete' : tenants.get(customer) === lane.tenantId
    if (isOurs) own.push(item)
    else others.push(item)
  }
  const { ours, astray } = await nameWinners(trx, lane.connectionId, own)
  const moved = await withdrawMoved(trx, {
    connectionId: lane.connectionId,
    items: others,
    tenants,
  })
  const refused = others.flatMap((item): Settlement[] => {
    if (moved.settled.has(item.event.id)) return []
    const customer = customerOfChange(item.change)
    const isForeign = customer !== null && tenants.has(customer)
    return [isForeign ? settleForeign(item.event) : settleUnlinked(item.event, item.change)]
  })
  const asked = astray.map(({ item }) => settleMoved(item.event.id))
  return {
    ours,
    refused: [...refused, ...asked, ...moved.settled.values()],
    handedOver: [...astray.map((each) => each.asked), ...moved.handedOver],
  }
}

/**
 * The source says that a record is ours, or that it is gone, and another tenant holds it: that one's lane looks, and
 * lets it go or keeps it by what the source says then. What an event merely claims is not passed on.
 */
async function askOwners(
  trx: TenantTx,
  { connectionId }: DrainContext['lane'],
  items: readonly Item[],
): Promise<Map<Item, Arrival>> {
  const asked = new Map<Item, Arrival>()
  const sayable = items.filter(
    ({ isFetched, change }) => isFetched || customerOfChange(change) === null,
  )
  for (const [kind, own] of Map.groupBy(sayable, ({ change }) => change.kind)) {
    const externalIds = own.map(({ change }) => idOfChange(change))
    const owners = await findOwners(trx, { connectionId, kind, externalIds })
    for (const item of own) {
      const tenantId = owners.get(idOfChange(item.change))
      if (tenantId) asked.set(item, arrivalOfMove(item.change, { tenantId }))
    }
  }
  return asked
}

const settleForeign = (event: ClaimedEvent): Settlement =>
  quarantine(event, 'foreign', 'The customer it names belongs to another tenant.')
