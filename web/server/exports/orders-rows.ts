/** The columns of an export of orders; the amounts are there for those who may see them, not merely empty. */
import type { OrderRow } from '#db/read/orders/order-row.ts'
import type { Money } from '#workflows/contracts/sources.ts'
import en from '../../languages/en/index.ts'
import type { CsvCell } from './csv.ts'

interface Column {
  title: string
  cell(row: OrderRow): CsvCell
}

const COLUMNS: readonly Column[] = [
  { title: en.orders.sort.number, cell: (row) => row.number },
  { title: en.orders.column.title, cell: (row) => row.title },
  { title: en.orders.sort.state, cell: (row) => en.common.state[row.state] },
  { title: en.orders.filter.site, cell: (row) => row.site },
  { title: en.orders.column.reference, cell: (row) => row.customerReference },
  { title: en.orders.sort.placed, cell: (row) => row.placedAt },
  { title: en.orders.sort.delivery, cell: (row) => row.promisedOn },
  { title: en.common.state.delivered, cell: (row) => row.deliveredAt },
  { title: en.orders.sort.changed, cell: (row) => row.changedAt },
]

const AMOUNTS: readonly Column[] = [
  { title: en.orders.sort.total, cell: (row) => row.total && decimalOf(row.total) },
  // The code of ISO 4217 is the same in every language, so the column is named by its contents.
  { title: 'ISO 4217', cell: (row) => row.total && row.total.currency },
]

export interface OrderColumns {
  titles: string[]
  cells(row: OrderRow): CsvCell[]
}

export function orderColumnsFor(access: { amounts: boolean }): OrderColumns {
  const columns = access.amounts ? [...COLUMNS, ...AMOUNTS] : COLUMNS
  return {
    titles: columns.map((column) => column.title),
    cells: (row) => columns.map((column) => column.cell(row)),
  }
}

/** Major units with the digits of the currency: 12345 EUR is 123.45, 12345 JPY is 12345. */
function decimalOf({ minor, currency }: Money): { decimal: string } {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return { decimal: (minor / 10 ** digits).toFixed(digits) }
}
