/** Open orders that somebody should look at: the date has passed, or was moved to a later one. */
import { sql } from 'kysely'
import type { TenantTx } from '../../tenant.ts'
import { calendarOf, isLate } from './lateness.ts'
import { orderColumns, toOrderRow, type OrderColumns, type OrderRow } from './order-row.ts'
import { visibleOrders, type OrdersAccess } from './orders-access.ts'

export interface OrderAttention {
  order: OrderRow
  /** `late`: the date expected has passed; `delayed`: it is later than first promised. */
  reason: 'late' | 'delayed'
  /** When the delivery date was last moved to a later one, with the words of the source. */
  movedAt: string | null
  note: string | null
}

interface AttentionColumns extends OrderColumns {
  overdue: boolean
  moved_at: Date | null
  note: string | null
}

const MAX_ENTRIES = 20

/** Overdue ones first, then what was moved last. */
export async function listOrdersNeedingAttention(
  trx: TenantTx,
  access: OrdersAccess,
): Promise<OrderAttention[]> {
  const { rows } = await sql<AttentionColumns>`
    select ${orderColumns(access)}, coalesce(o.promised_on < c.today, false) as overdue,
      moved.at as moved_at, moved.note
    from orders o cross join ${calendarOf(trx)}
    left join lateral (
      select e.at, e.note from order_events e
      where e.tenant_id = ${trx.tenantId} and e.order_id = o.id and e.kind = 'delivery_date'
        and e.to_date > coalesce(e.from_date, '-infinity'::date)
      order by e.at desc limit 1) as moved on true
    where ${visibleOrders(trx, access)} and ${isLate}
    order by overdue desc, moved.at desc nulls last, o.promised_on, o.id
    limit ${MAX_ENTRIES}`.execute(trx)
  return rows.map((row) => ({
    order: toOrderRow(row, access),
    reason: row.overdue ? 'late' : 'delayed',
    movedAt: row.moved_at?.toISOString() ?? null,
    note: row.note,
  }))
}
