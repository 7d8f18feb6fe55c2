/** What the hub holds of records by now, whoever they belong to: a poll need not read again what a drain has read. */
import { findUnmappedVersions } from '#db/system/inbox/lanes.ts'
import { withSystem } from '#db/system/system.ts'
import { withTenant } from '#db/tenant.ts'
import { findOwners } from '#db/write/record-owners.ts'
import { findVersions } from '#db/write/record-rows.ts'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
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
  const wanted = { connectionId, kind, externalIds }
  const { owners, held } = await withSystem(db, async (trx) => ({
    owners: await findOwners(trx, wanted),
    held: await findUnmappedVersions(trx, wanted),
  }))
  for (const [tenantId, own] of Map.groupBy(owners, ([, owner]) => owner)) {
    const ids = own.map(([externalId]) => externalId)
    const versions = await withTenant(db, tenantId, (trx) =>
      findVersions(trx, { ...wanted, externalIds: ids }),
    )
    for (const [externalId, version] of versions) held.set(externalId, version)
  }
  return held
}
