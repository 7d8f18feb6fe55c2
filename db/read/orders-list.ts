/**
 * The list of orders: one page by keyset, and what the whole query amounts to. Two statements in the transaction
 * of the caller; each walks an index that leads with the tenant.
 */
import { sql } from 'kysely'
import { AppError } from '#workflows/contracts/errors.ts'
import type { TenantTx } from '../tenant.ts'
import { calendarOf } from './lateness.ts'
import { orderColumns, toOrderRow, type OrderColumns, type OrderRow } from './order-row.ts'
import { visibleOrders, type OrdersAccess } from './orders-access.ts'
import { decodeCursor, encodeCursor, type OrdersCursor } from './orders-cursor.ts'
import {
  filterCondition,
  viewConditions,
  type OrdersFilter,
  type OrdersView,
} from './orders-filter.ts'
import { sortKeyOf, type Direction, type OrdersSort } from './orders-sort.ts'
import { summarizeOrders, type OrdersSummary } from './orders-summary.ts'

export interface OrdersListInput extends OrdersFilter {
  view: OrdersView
  sort: OrdersSort
  direction: Direction
  cursor: string | null
  /** Rows of a page, 1 to 1,000. */
  limit: number
}

export interface OrdersRows {
  rows: OrderRow[]
  next: string | null
  previous: string | null
}

export type OrdersList = OrdersRows & OrdersSummary

const MAX_LIMIT = 1_000

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

type KeyedRow = OrderColumns & { sort_key: string }

/** The page alone: one statement. */
export async function listOrderRows(
  trx: TenantTx,
  access: OrdersAccess,
  input: OrdersListInput,
): Promise<OrdersRows> {
  if (input.sort === 'total' && !access.amounts) {
    throw new AppError('forbidden', 'This list cannot be sorted by amount.')
  }
  const limit = Math.min(Math.max(1, Math.trunc(input.limit) || 1), MAX_LIMIT)
  const cursor = input.cursor === null ? null : decodeCursor(input, input.cursor)
  const { key, text, type } = sortKeyOf(input.sort, input.direction)
  const isBackward = cursor?.way === 'previous'
  const isAscending = (input.direction === 'asc') !== isBackward
  const from =
    cursor === null
      ? sql``
      : sql` and (${key}, o.id) ${sql.raw(isAscending ? '>' : '<')} (${cursor.key}::${type}, ${cursor.id}::uuid)`
  const order = sql.raw(isAscending ? 'asc' : 'desc')
  const { rows } = await sql<KeyedRow>`
    select ${orderColumns(access)}, ${text} as sort_key
    from orders o cross join ${calendarOf(trx)}
    where ${visibleOrders(trx, access)} and ${filterCondition(input)} and ${viewConditions[input.view]}${from}
    order by ${key} ${order}, o.id ${order} limit ${limit + 1}`.execute(trx)
  const hasMore = rows.length > limit
  const page = rows.slice(0, limit)
  if (isBackward) page.reverse()
  return {
    rows: page.map((row) => toOrderRow(row, access)),
    ...edgesOf(page, { input, cursor, hasMore }),
  }
}

interface PageFacts {
  input: OrdersListInput
  cursor: OrdersCursor | null
  hasMore: boolean
}

/** There is a page on the side we came from, and on the other one when more rows were found than asked for. */
function edgesOf(
  page: readonly KeyedRow[],
  { input, cursor, hasMore }: PageFacts,
): Pick<OrdersRows, 'next' | 'previous'> {
  const edge = (row: KeyedRow | undefined, way: OrdersCursor['way']): string | null =>
    row === undefined ? null : encodeCursor(input, { way, key: row.sort_key, id: row.id })
  const isBackward = cursor?.way === 'previous'
  return {
    next: isBackward || hasMore ? edge(page.at(-1), 'next') : null,
    previous: (isBackward ? hasMore : cursor !== null) ? edge(page[0], 'previous') : null,
  }
}
