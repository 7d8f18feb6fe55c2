/**
 * The orders of the list of orders. Each is total (the id breaks ties) and has an index of its own; a delivery date
 * that is not known comes last in both directions.
 */
import { sql, type RawBuilder } from 'kysely'
import { isCalendarDate } from './orders-filter.ts'

export const ORDERS_SORTS = ['number', 'state', 'delivery', 'total', 'changed', 'placed'] as const
export type OrdersSort = (typeof ORDERS_SORTS)[number]
export type Direction = 'asc' | 'desc'

export interface SortKey {
  /** What is sorted by, over `o`; the expression of its index. */
  key: RawBuilder<unknown>
  /** The same as text that comes back exactly (a Date of JavaScript would lose microseconds). */
  text: RawBuilder<string>
  /** Type the text is cast to. */
  type: RawBuilder<unknown>
  accepts(text: string): boolean
}

/** As in the indexes orders_by_delivery_*, letter by letter. */
const knownDate = (unknown: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(case when o.promised_on is null then ${unknown} else o.promised_on end)`
const unknownDate = { asc: sql`'infinity'::date`, desc: sql`'-infinity'::date` }

export function sortKeyOf(sort: OrdersSort, direction: Direction): SortKey {
  switch (sort) {
    case 'number':
      return plain(sql`o.number`, 'text', (text) => !text.includes('\0'))
    case 'state':
      return plain(sql`o.state_rank`, 'smallint', (text) => /^[1-9]$/.test(text))
    case 'total':
      return plain(sql`o.total_minor`, 'bigint', (text) => /^-?\d{1,18}$/.test(text))
    case 'delivery':
      return plain(knownDate(unknownDate[direction]), 'date', isDateKey)
    case 'changed':
      return instant(sql`o.changed_at`)
    case 'placed':
      return instant(sql`o.placed_at`)
  }
}

const plain = (
  key: RawBuilder<unknown>,
  type: 'text' | 'smallint' | 'bigint' | 'date',
  accepts: SortKey['accepts'],
): SortKey => ({ key, text: sql<string>`${key}::text`, type: sql.raw(type), accepts })

const instant = (key: RawBuilder<unknown>): SortKey => ({
  key,
  text: sql<string>`to_char(${key} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
  type: sql.raw('timestamptz'),
  accepts: isInstantKey,
})

const isDateKey = (text: string): boolean => /^-?infinity$/.test(text) || isCalendarDate(text)

function isInstantKey(text: string): boolean {
  const [date = '', time = ''] = text.split('T')
  return isCalendarDate(date) && /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/.test(time)
}
