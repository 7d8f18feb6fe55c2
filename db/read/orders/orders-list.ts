/**
 * The list of orders: one page by keyset, and what the whole query amounts to. Two statements in the transaction
 * of the caller; each walks an index that leads with the tenant.
 */
import { sql } from 'kysely'
import { AppError } from '#workflows/contracts/errors.ts'
import type { TenantTx } from '../../tenant.ts'
import { keysetPage, type KeyedRow, type Page, type PageInput } from '../list/keyset-page.ts'
import type { Direction } from '../list/sort-key.ts'
import { calendarOf } from './lateness.ts'
import { orderColumns, toOrderRow, type OrderColumns, type OrderRow } from './order-row.ts'
import { visibleOrders, type OrdersAccess } from './orders-access.ts'
import {
  filterCondition,
  viewConditions,
  type OrdersFilter,
  type OrdersView,
} from './orders-filter.ts'
import { sortKeyOf, type OrdersSort } from './orders-sort.ts'
import { summarizeOrders, type OrdersSummary } from './orders-summary.ts'

export interface OrdersQuery extends OrdersFilter {
  view: OrdersView
  sort: OrdersSort
  direction: Direction
}

export type OrdersListInput = OrdersQuery & PageInput

export type OrdersList = Page<OrderRow> & OrdersSummary

/**
 * @throws AppError `invalid_input` for a cursor of another sort or one that was altered, `forbidden` for sorting by
 *   an amount one may not see
 */
export async function listOrders(
  trx: TenantTx,
  access: OrdersAccess,
  input: OrdersListInput,
): Promise<OrdersList> {
  const page = await listOrderRows(trx, access, input)
  return { ...page, ...(await summarizeOrders(trx, access, input)) }
}

/** The page alone: one statement. */
export async function listOrderRows(
  trx: TenantTx,
  access: OrdersAccess,
  input: OrdersListInput,
): Promise<Page<OrderRow>> {
  if (input.sort === 'total' && !access.amounts) {
    throw new AppError('forbidden', 'This list cannot be sorted by amount.')
  }
  const key = sortKeyOf(input.sort, input.direction)
  const page = keysetPage({ ...input, key }, sql`o.id`, input)
  const { rows } = await sql<OrderColumns & KeyedRow>`
    select ${orderColumns(access)}, ${key.text} as sort_key
    from orders o cross join ${calendarOf(trx)}
    where ${visibleOrders(trx, access)} and ${filterCondition(input)} and ${viewConditions[input.view]}${page.from}
    ${page.order}`.execute(trx)
  const found = page.pageOf(rows)
  return { ...found, rows: found.rows.map((row) => toOrderRow(row, access)) }
}
