/** What the hub holds of records by now, whoever they belong to: a poll need not read again what a drain has read. */
import { findUnmappedVersions } from '#db/system/inbox/lanes.ts'
import { findRecordOwners } from '#db/system/record-tenants.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import { findVersions } from '#db/write/record-rows.ts'
import { newId, type ConnectionId, type InboxId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import type { SyncDeps } from '../deps.ts'

export interface HeldOf {
  connectionId: ConnectionId
  kind: RecordKind
}

/** @returns by external id; tombstones and what waits for its customer's link included */
export async function findHeldVersions(
  { db }: Pick<SyncDeps, 'db'>,
  { connectionId, kind }: HeldOf,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const refs = externalIds.map((externalId) => ({ id: newId<InboxId>(), kind, externalId }))
  const { owners, unmapped } = await withSystem(db, async (trx) => ({
    owners: await findRecordOwners(trx, connectionId, refs),
    unmapped: await findUnmappedVersions(trx, { connectionId, kind, externalIds }),
  }))
  const held = new Map(unmapped)
  const owned = refs.filter(({ id }) => owners.has(id))
  for (const [tenantId, own] of Map.groupBy(owned, ({ id }) => owners.get(id))) {
    if (tenantId === undefined) continue
    const wanted = { connectionId, kind, externalIds: own.map(({ externalId }) => externalId) }
    const versions = await withTenant(db, tenantId, (trx) => findVersions(trx, wanted))
    for (const [externalId, version] of versions) held.set(externalId, version)
  }
  return held
}
