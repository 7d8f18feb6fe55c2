/** Links tell whose an external customer is. Making one releases what was kept for it. */
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import type { TenantTx } from '../tenant.ts'
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
  const released = await trx
    .updateTable('inbox')
    .set((eb) => ({
      state: 'pending',
      tenant_id: link.tenantId,
      verdict: null,
      reason: null,
      finished_at: null,
      due_at: eb.fn<Date>('now'),
    }))
    .where('connection_id', '=', link.connectionId)
    .where('external_customer_id', '=', link.externalId)
    .where('state', '=', 'unmapped')
    .executeTakeFirst()
  return { type: 'linked', released: Number(released.numUpdatedRows) }
}
