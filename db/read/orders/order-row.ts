/** One order as lists show it. */
import { sql, type RawBuilder } from 'kysely'
import type { RecordId } from '#workflows/contracts/ids.ts'
import type { OrderState } from '#workflows/contracts/orders.ts'
import type { Money } from '#workflows/contracts/sources.ts'
import { lateDays } from './lateness.ts'
import { moneyFor, type OrdersAccess } from './orders-access.ts'

export interface OrderRow {
  id: RecordId
  version: number
  number: string
  title: string
  state: OrderState
  site: string | null
  customerReference: string | null
  placedAt: string
  firstPromisedOn: string | null
  promisedOn: string | null
  deliveredAt: string | null
  changedAt: string
  /** Whole days it is late; null when it is not, see db/read/orders/lateness.ts. */
  lateDays: number | null
  /** Null without the right to see amounts. */
  total: Money | null
}

export interface OrderColumns {
  id: RecordId
  version: number
  number: string
  title: string
  state: OrderState
  site: string | null
  customer_reference: string | null
  placed_at: Date
  first_promised_on: string | null
  promised_on: string | null
  delivered_at: Date | null
  changed_at: Date
  late_days: number | null
  total_minor: number | null
  currency: string | null
}

/** Columns over the aliases `o` and `c`; amounts are not read without the right to see them. */
export function orderColumns(access: OrdersAccess): RawBuilder<OrderColumns> {
  const amounts = access.amounts
    ? sql`o.total_minor, o.currency`
    : sql`null::bigint as total_minor, null::text as currency`
  return sql<OrderColumns>`o.id, o.version, o.number, o.title, o.state, o.site, o.customer_reference, o.placed_at,
    o.first_promised_on, o.promised_on, o.delivered_at, o.changed_at, ${lateDays} as late_days, ${amounts}`
}

export const toOrderRow = (row: OrderColumns, access: OrdersAccess): OrderRow => ({
  id: row.id,
  version: row.version,
  number: row.number,
  title: row.title,
  state: row.state,
  site: row.site,
  customerReference: row.customer_reference,
  placedAt: row.placed_at.toISOString(),
  firstPromisedOn: row.first_promised_on,
  promisedOn: row.promised_on,
  deliveredAt: row.delivered_at?.toISOString() ?? null,
  changedAt: row.changed_at.toISOString(),
  lateDays: row.late_days,
  total: moneyFor(access, row.total_minor, row.currency),
})
