/** Whose each change of a page is: by the customer it names, and by who holds its record. */
import { findLinkedTenants } from '#db/system/linked-tenants.ts'
import { withSystem } from '#db/system/system.ts'
import { findOwners } from '#db/write/record-owners.ts'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import {
  customerOfChange,
  idOfChange,
  type RecordChange,
  type RecordKind,
} from '#workflows/contracts/records.ts'
import type { SyncDeps } from '../deps.ts'

export interface NamedChange {
  change: RecordChange
  /** Whose it shall be; undefined: nobody's whom a link names. */
  tenantId: TenantId | undefined
  /** Who holds it. */
  owner: TenantId | undefined
}

/** A deletion need not say whose the record was. */
export const isLoose = (change: RecordChange): boolean =>
  customerOfChange(change) === null && change.type === 'delete'

/** One per change, in the order given. */
export function nameTenants(
  { deps, connectionId, kind }: { deps: SyncDeps; connectionId: ConnectionId; kind: RecordKind },
  changes: readonly RecordChange[],
): Promise<NamedChange[]> {
  return withSystem(deps.db, async (trx) => {
    const customers = changes.flatMap((change) => customerOfChange(change) ?? [])
    const [tenants, owners] = await Promise.all([
      findLinkedTenants(trx, connectionId, customers),
      findOwners(trx, { connectionId, kind, externalIds: changes.map(idOfChange) }),
    ])
    return changes.map((change) => {
      const owner = owners.get(idOfChange(change))
      const tenantId = isLoose(change) ? owner : tenants.get(customerOfChange(change) ?? '')
      return { change, tenantId, owner }
    })
  })
}
