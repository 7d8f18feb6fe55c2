/**
 * One claim of the unresolved lane: events that name a record but not whose it is (HubSpot sends ids only). The tenant
 * is that of the record we hold, else what the source says about its customer and our links make of it; the event
 * then goes on in that tenant's lane, or waits as unmapped.
 */
import { settleEvents, type ClaimedEvent, type Settlement } from '#db/system/inbox/claims.ts'
import { findLinkedTenants } from '#db/system/linked-tenants.ts'
import { storeArrivals } from '#db/system/inbox/own-arrivals.ts'
import { findRecordOwners } from '#db/system/record-tenants.ts'
import { withSystem } from '#db/system/system.ts'
import type { TenantId } from '#workflows/contracts/ids.ts'
import { customerOfChange } from '#workflows/contracts/records.ts'
import type { ClaimContext, Item } from './drain-context.ts'
import { eraseUnheld, isErasure } from './erase.ts'
import { resolveFetches } from './resolve-fetches.ts'
import { settleUnlinked } from './settlements.ts'
import { sortOut } from './sort-out.ts'

export async function resolveTenants(
  context: ClaimContext,
  events: readonly ClaimedEvent[],
): Promise<void> {
  const { deps, connection, claim } = context
  const owners = await withSystem(deps.db, (trx) => findRecordOwners(trx, connection.id, events))
  const settled: Settlement[] = []
  const strangers: ClaimedEvent[] = []
  for (const event of events) {
    const tenantId = owners.get(event.id)
    if (tenantId) settled.push({ id: event.id, state: 'resolved', tenantId })
    else strangers.push(event)
  }
  const sorted = sortOut(context, strangers)
  const fetched = await resolveFetches(context, sorted.questions)
  settled.push(...sorted.settled, ...fetched.settled)
  const told: TenantId[] = []
  await withSystem(deps.db, async (trx) => {
    const erased = await eraseUnheld(
      trx,
      { connectionId: connection.id, claim },
      sorted.items.filter(isErasure),
    )
    settled.push(...erased.settled)
    await storeArrivals(trx, connection.id, erased.handedOver)
    told.push(...erased.handedOver.flatMap(({ tenantId }) => tenantId ?? []))
    const items = [...sorted.items.filter((item) => !isErasure(item)), ...fetched.items]
    const customers = items.flatMap(({ change }) => customerOfChange(change) ?? [])
    const tenants = await findLinkedTenants(trx, connection.id, customers)
    settled.push(...items.map((item) => settleByCustomer(item, tenants)))
    await settleEvents(trx, claim, settled)
  })
  const resolved = settled.flatMap((each) => (each.state === 'resolved' ? [each.tenantId] : []))
  for (const tenantId of new Set([...resolved, ...told]))
    deps.poke({ connectionId: connection.id, tenantId })
}

function settleByCustomer(
  { event, change }: Item,
  tenants: ReadonlyMap<string, TenantId>,
): Settlement {
  const { id } = event
  const customer = customerOfChange(change)
  const tenantId = customer === null ? undefined : tenants.get(customer)
  if (tenantId) return { id, state: 'resolved', tenantId, externalCustomerId: customer }
  if (change.type === 'delete' && customer === null) {
    return { id, state: 'ignored', verdict: 'gone', reason: 'It is deleted, and was never held.' }
  }
  return settleUnlinked(event, change)
}
