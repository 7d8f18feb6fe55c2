/** `invoices.csv`: invoices as a table; the order is there for those who may see orders. */
import type { InvoiceRow } from '#db/read/invoices/invoice-row.ts'
import { listInvoiceRows } from '#db/read/invoices/invoices-list.ts'
import { exportPages } from '#db/read/list/export-pages.ts'
import type { Money } from '#workflows/contracts/sources.ts'
import en from '../../languages/en/index.ts'
import { readInvoicesQuery } from '../../portal/invoices/invoices-query.ts'
import { isPayable } from '../../portal/invoices/parts/due.ts'
import { invoicesAccessOf } from '../../trpc/routers/portal/invoices/access.ts'
import { cellsOf, CURRENCY, decimalOf, titlesOf, type Column } from './columns.ts'
import type { CsvList } from './csv-download.ts'

const { column, sort } = en.invoices

/** Of what was cancelled or written off nobody has to pay a rest. */
const leftOf = ({ state, remaining }: InvoiceRow): Money =>
  isPayable(state) ? remaining : { ...remaining, minor: 0 }

const COLUMNS: readonly Column<InvoiceRow>[] = [
  { title: sort.number, cell: (row) => row.number },
  { title: column.title, cell: (row) => row.description },
  { title: column.state, cell: (row) => en.invoices.state[row.state] },
  { title: sort.issued, cell: (row) => row.issuedAt },
  { title: sort.due, cell: (row) => row.dueAt },
  { title: column.paid, cell: (row) => row.paidAt },
  { title: sort.total, cell: (row) => decimalOf(row.total) },
  { title: column.remaining, cell: (row) => decimalOf(leftOf(row)) },
  { title: CURRENCY, cell: (row) => row.total.currency },
]

const ORDER: Column<InvoiceRow> = { title: column.order, cell: (row) => row.orderNumber }

export const invoicesCsv: CsvList = {
  name: 'invoices',
  action: 'invoices.exported',
  tableOf: ({ member, params, ids, timeZone, inTenant }) => {
    const access = invoicesAccessOf(member)
    const columns = access.orders === null ? COLUMNS : [...COLUMNS, ORDER]
    const shown = readInvoicesQuery(params)
    const filter = ids ? { ...readInvoicesQuery(new URLSearchParams()), ids } : shown
    const query = { ...filter, sort: shown.sort, direction: shown.direction, timeZone }
    const batches = exportPages(inTenant, (trx, page) =>
      listInvoiceRows(trx, access, { ...query, ...page }),
    )
    return { titles: titlesOf(columns), batches: cellsOf(columns, batches) }
  },
}
