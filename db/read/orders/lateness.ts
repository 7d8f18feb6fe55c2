/**
 * What "late" means everywhere: an open order that is expected after the date first promised, or whose date has
 * passed in the tenant's calendar. Fragments over the aliases `o` of orders and `c` of the calendar.
 */
import { sql, type RawBuilder } from 'kysely'
import type { TenantTx } from '../../tenant.ts'

/** As in the partial index orders_open. */
export const isOpen = sql<boolean>`o.state not in ('delivered', 'cancelled')`

/** One row: today where the tenant is. Join it as `cross join` under the name `c`. */
export const calendarOf = (trx: TenantTx): RawBuilder<unknown> =>
  sql`(select (now() at time zone t.time_zone)::date as today from tenants t where t.id = ${trx.tenantId}) as c`

/** Unknown (null) where dates are: enough for a condition. Not wrapped, so that orders_open can answer it. */
export const isLate = sql<boolean>`${isOpen}
  and (o.promised_on > o.first_promised_on or o.promised_on < c.today)`

/** Whole days after the promise: up to the date expected now, or to today once that has passed. Null: not late. */
export const lateDays = sql<number | null>`case when ${isLate} then
  greatest(o.promised_on, case when o.promised_on < c.today then c.today end)
    - least(o.first_promised_on, o.promised_on) end`
