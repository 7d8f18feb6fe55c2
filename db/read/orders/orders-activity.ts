/** What happened lately to the orders a member may see, newest first. */
import { sql } from 'kysely'
import type { RecordId } from '#workflows/contracts/ids.ts'
import type { OrderEvent } from '#workflows/contracts/orders.ts'
import type { TenantTx } from '../../tenant.ts'
import { visibleOrders, type OrdersAccess } from './orders-access.ts'
import { eventJson, withInstant } from './orders-get.ts'

export interface OrderActivity extends OrderEvent {
  order: { id: RecordId; number: string; title: string }
}

const MAX_LIMIT = 100

export async function listOrderActivity(
  trx: TenantTx,
  access: OrdersAccess,
  limit: number,
): Promise<OrderActivity[]> {
  const { rows } = await sql<{ id: RecordId; number: string; title: string; event: OrderEvent }>`
    select o.id, o.number, o.title, ${eventJson} as event
    from order_events e join orders o on o.tenant_id = e.tenant_id and o.id = e.order_id
    where e.tenant_id = ${trx.tenantId} and ${visibleOrders(trx, access)}
    order by e.at desc, e.external_id desc
    limit ${Math.min(Math.max(1, Math.trunc(limit) || 1), MAX_LIMIT)}`.execute(trx)
  return rows.map(({ id, number, title, event }) => ({
    ...withInstant(event),
    order: { id, number, title },
  }))
}
