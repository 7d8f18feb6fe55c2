/** The orders of the list of orders. Each has an index of its own. */
import { sql, type RawBuilder } from 'kysely'
import {
  amountKey,
  dateKey,
  instantKey,
  rankKey,
  textKey,
  UNKNOWN,
  type Direction,
  type SortKey,
} from '../list/sort-key.ts'

export const ORDERS_SORTS = ['number', 'state', 'delivery', 'total', 'changed', 'placed'] as const
export type OrdersSort = (typeof ORDERS_SORTS)[number]

/** As in the indexes orders_by_delivery_*, letter by letter. */
const delivery = (direction: Direction): RawBuilder<unknown> =>
  sql`(case when o.promised_on is null then ${sql.lit(UNKNOWN[direction])}::date else o.promised_on end)`

export function sortKeyOf(sort: OrdersSort, direction: Direction): SortKey {
  switch (sort) {
    case 'number':
      return textKey(sql`o.number`)
    case 'state':
      return rankKey(sql`o.state_rank`)
    case 'total':
      return amountKey(sql`o.total_minor`)
    case 'delivery':
      return dateKey(delivery(direction))
    case 'changed':
      return instantKey(sql`o.changed_at`)
    case 'placed':
      return instantKey(sql`o.placed_at`)
  }
}
