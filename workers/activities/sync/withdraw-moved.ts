/**
 * Records that their source has given to somebody else, e.g. a contact that works for another company now. Only what
 * was fetched counts: an event may claim anything. The tenant that holds the record keeps a tombstone; where it went
 * to another tenant, that one's own lane reads it from the source, so nothing is ever written across.
 */
import type { Settlement } from '#db/system/inbox/claims.ts'
import type { Arrival } from '#db/system/inbox/own-arrivals.ts'
import type { TenantTx } from '#db/tenant.ts'
import { applyChanges } from '#db/write/apply-changes.ts'
import { findLiving } from '#db/write/record-rows.ts'
import { findOwners, handOverRecords } from '#db/write/record-owners.ts'
import type { ConnectionId, InboxId, TenantId } from '#workflows/contracts/ids.ts'
import {
  changedAtOfChange,
  customerOfChange,
  idOfChange,
  versionOfChange,
  type RecordChange,
} from '#workflows/contracts/records.ts'
import type { Item } from './drain-context.ts'
import { arrivalOfMove } from './own-events.ts'
import { settleMoved, settleUnlinked } from './settlements.ts'

export interface Withdraw {
  connectionId: ConnectionId
  /** Of this lane, and not this tenant's any more. */
  items: readonly Item[]
  /** By external customer. */
  tenants: ReadonlyMap<string, TenantId>
}

export interface Withdrawn {
  /** Outcomes of the events that were about a record this tenant held. */
  settled: ReadonlyMap<InboxId, Settlement>
  handedOver: Arrival[]
}

export async function withdrawMoved(trx: TenantTx, input: Withdraw): Promise<Withdrawn> {
  const settled = new Map<InboxId, Settlement>()
  const handedOver: Arrival[] = []
  const fetched = input.items.filter((item) => item.isFetched && item.change.type === 'upsert')
  const byKind = Map.groupBy(fetched, ({ change }) => change.kind)
  for (const [kind, items] of byKind) {
    const externalIds = items.map(({ change }) => idOfChange(change))
    const claim = { connectionId: input.connectionId, kind, externalIds }
    const owners = await findOwners(trx, claim)
    const own = items.filter(({ change }) => isOwn(trx, owners, change))
    const kept = await withdraw(trx, input, own)
    for (const { event, change } of items) {
      const id = idOfChange(change)
      const to = input.tenants.get(customerOfChange(change) ?? '')
      const owner = owners.get(id)
      // Who holds it lets it go first; of what nobody holds, or we no longer, its new owner reads.
      const next = owner === undefined || owner === trx.tenantId ? to : owner
      if (kept.has(id)) settled.set(event.id, settleStale(event.id))
      else if (next) {
        handedOver.push(arrivalOfMove(change, { tenantId: next }))
        settled.set(event.id, settleMoved(event.id))
      } else settled.set(event.id, settleUnlinked(event, change))
    }
  }
  return { settled, handedOver }
}

const isOwn = (
  { tenantId }: TenantTx,
  owners: ReadonlyMap<string, TenantId>,
  change: RecordChange,
): boolean => owners.get(idOfChange(change)) === tenantId

/**
 * A tombstone for this tenant, and the record free for whoever it belongs to now. Returns what stays all the same: we
 * hold something newer than what the event knew, and another event will tell of that.
 */
async function withdraw(
  trx: TenantTx,
  { connectionId, tenants }: Withdraw,
  items: readonly Item[],
): Promise<Pick<ReadonlyMap<string, number>, 'has'>> {
  const [first] = items
  if (!first) return new Map()
  await applyChanges(trx, {
    connectionId,
    lane: 'live',
    changes: items.map(({ event, change }) => ({
      change: deletionOf(change),
      requestId: event.requestId,
      isRefetched: true,
    })),
  })
  const { kind } = first.change
  const externalIds = items.map(({ change }) => idOfChange(change))
  const kept = await findLiving(trx, { connectionId, kind, externalIds })
  for (const { change } of items) {
    if (kept.has(idOfChange(change))) continue
    const to = tenants.get(customerOfChange(change) ?? '') ?? null
    await handOverRecords(trx, { connectionId, kind, externalIds: [idOfChange(change)], to })
  }
  return kept
}

const deletionOf = (change: RecordChange): RecordChange => ({
  kind: change.kind,
  type: 'delete',
  externalId: idOfChange(change),
  version: versionOfChange(change),
  externalCustomerId: customerOfChange(change) ?? '',
  changedAt: changedAtOfChange(change),
})

const settleStale = (id: InboxId): Settlement => ({ id, state: 'done', verdict: 'stale' })
