/** Orders as a source would send them, for tests of what is read; written through the one projection there is. */
import { newId, type ConnectionId, type TenantId } from '#workflows/contracts/ids.ts'
import type { OrderRecord } from '#workflows/contracts/orders.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import type { Database } from '../client.ts'
import { withTenant } from '../tenant.ts'
import { applyChanges } from '../write/apply-changes.ts'

export async function insertConnection(
  owner: Database,
  source: Source = 'orders',
): Promise<ConnectionId> {
  const id = newId<ConnectionId>()
  await owner.kysely
    .insertInto('connections')
    .values({ id, source, name: source, base_url: 'http://127.0.0.1', credentials: '' })
    .execute()
  return id
}

export function makeOrder(change: Partial<OrderRecord> & { externalId: string }): OrderRecord {
  return {
    version: 1,
    externalCustomerId: 'C-1',
    number: change.externalId,
    title: `Order ${change.externalId}`,
    state: 'confirmed',
    customerReference: null,
    site: null,
    placedByEmail: null,
    total: { minor: 100, currency: 'EUR' },
    placedAt: '2026-05-01T08:00:00.000Z',
    firstPromisedOn: null,
    promisedOn: null,
    deliveredAt: null,
    changedAt: '2026-05-02T08:00:00.000Z',
    lines: [],
    shipments: [],
    returns: [],
    history: [],
    ...change,
  }
}

export async function storeOrders(
  worker: Database,
  place: { tenantId: TenantId; connectionId: ConnectionId },
  records: readonly OrderRecord[],
): Promise<void> {
  await withTenant(worker, place.tenantId, (trx) =>
    applyChanges(trx, {
      connectionId: place.connectionId,
      lane: 'live',
      changes: records.map((record) => ({ change: { kind: 'order', type: 'upsert', record } })),
    }),
  )
}
