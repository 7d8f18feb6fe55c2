/** `orders.csv`: orders as a table; amounts are there for those who may see them, not merely empty. */
import { exportPages } from '#db/read/list/export-pages.ts'
import type { OrderRow } from '#db/read/orders/order-row.ts'
import { listOrderRows } from '#db/read/orders/orders-list.ts'
import en from '../../languages/en/index.ts'
import { readOrdersQuery } from '../../portal/orders/orders-query.ts'
import { ordersAccessOf } from '../../trpc/routers/portal/orders/access.ts'
import { cellsOf, CURRENCY, decimalOf, titlesOf, type Column } from './columns.ts'
import type { CsvList } from './csv-download.ts'

const COLUMNS: readonly Column<OrderRow>[] = [
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

const AMOUNTS: readonly Column<OrderRow>[] = [
  { title: en.orders.sort.total, cell: (row) => row.total && decimalOf(row.total) },
  { title: CURRENCY, cell: (row) => row.total && row.total.currency },
]

export const ordersCsv: CsvList = {
  name: 'orders',
  action: 'orders.exported',
  tableOf: ({ member, params, ids, timeZone, inTenant }) => {
    const access = ordersAccessOf(member)
    const columns = access.amounts ? [...COLUMNS, ...AMOUNTS] : COLUMNS
    const { sort: wanted, direction, ...shown } = readOrdersQuery(params)
    const filter = ids ? { ...readOrdersQuery(new URLSearchParams()), ids } : shown
    const sort = wanted === 'total' && !access.amounts ? 'changed' : wanted
    const query = { ...filter, sort, direction, timeZone }
    const batches = exportPages(inTenant, (trx, page) =>
      listOrderRows(trx, access, { ...query, ...page }),
    )
    return { titles: titlesOf(columns), batches: cellsOf(columns, batches) }
  },
}
