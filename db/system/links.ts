/** Links tell whose an external customer is. Making one releases what was kept for it. */
import { sql } from 'kysely'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../tenant.ts'
import { WAITS_ANEW } from './inbox/claims.ts'
import type { SystemTx } from './system.ts'

export interface NewLink {
  connectionId: ConnectionId
  externalId: string
  tenantId: TenantId
}

export type LinkResult =
  | { type: 'linked'; released: number }
  /** It belongs to another tenant; that link must be removed by a person first. */
  | { type: 'taken' }

/**
 * Links an external customer and hands its unmapped events to the tenant's lane, in one transaction.
 * Making the same link again is no fault. The caller pokes the lane when `released` is above 0.
 */
export async function createLink(trx: SystemTx | TenantTx, link: NewLink): Promise<LinkResult> {
  const inserted = await trx
    .insertInto('links')
    .values({
      connection_id: link.connectionId,
      external_id: link.externalId,
      tenant_id: link.tenantId,
    })
    // An update that changes nothing, so that the row comes back whoever made it.
    .onConflict((conflict) =>
      conflict
        .columns(['connection_id', 'external_id'])
        .doUpdateSet((eb) => ({ tenant_id: eb.ref('links.tenant_id') })),
    )
    .returning('tenant_id')
    .executeTakeFirstOrThrow()
  if (inserted.tenant_id !== link.tenantId) return { type: 'taken' }
  const released = await sql`
    update inbox set ${WAITS_ANEW}, tenant_id = ${link.tenantId}
    where connection_id = ${link.connectionId} and external_customer_id = ${link.externalId}
      and state = 'unmapped'`.execute(trx)
  return { type: 'linked', released: Number(released.numAffectedRows ?? 0n) }
}
