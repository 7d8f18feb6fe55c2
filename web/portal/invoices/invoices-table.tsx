/** The table of invoices: its columns, and sorting by their headings. */
import { SortHead } from '../../ui/list/sort-head.tsx'
import type { Selection } from '../../ui/list/use-selection.ts'
import { useText } from '../../ui/text/use-text.tsx'
import type { InvoiceRow as Row } from '../billing-api.ts'
import type { Held } from '../list/hold-rows.ts'
import { ListTable } from '../list/list-table.tsx'
import { InvoiceRow } from './invoice-row.tsx'
import { invoicesList, toSearch, type InvoiceSort, type InvoicesQuery } from './invoices-query.ts'

interface InvoicesTableProps {
  query: InvoicesQuery
  rows: Held<Row>[]
  base: string
  /** The member may see orders. */
  orders: boolean
  selection: Selection<Row>
}

const WIDE = 'hidden wide:table-cell'

function Head({ query, orders }: Pick<InvoicesTableProps, 'query' | 'orders'>) {
  const text = useText()
  const sortable = (sort: InvoiceSort, className = '') => (
    <SortHead
      to={toSearch(invoicesList.sortedBy(query, sort)) || '?'}
      direction={query.sort === sort ? query.direction : null}
      className={className}
    >
      {text(`invoices.sort.${sort}`)}
    </SortHead>
  )
  const plain = (name: 'title' | 'state' | 'order' | 'remaining', className?: string) => (
    <th scope="col" className={className}>
      {text(`invoices.column.${name}`)}
    </th>
  )
  const [number, title, state] = [sortable('number'), plain('title', 'title'), plain('state')]
  const [order, issued] = [plain('order', WIDE), sortable('issued', WIDE)]
  const [due, total] = [sortable('due', 'min-w-40'), sortable('total', 'num')]
  const remaining = plain('remaining', 'num')
  return (
    <>
      {number}
      {title}
      {state}
      {orders ? order : null}
      {issued}
      {due}
      {total}
      {remaining}
    </>
  )
}

export function InvoicesTable({ query, rows, base, orders, selection }: InvoicesTableProps) {
  const text = useText()
  const sort = `${text(`invoices.sort.${query.sort}`)}, ${text(`list.sort.${query.direction}`)}`
  return (
    <ListTable
      caption={text('list.caption', { view: text(`invoices.views.${query.view}`), sort })}
      rows={rows}
      selection={selection}
      head={<Head query={query} orders={orders} />}
      renderRow={(held) => (
        <InvoiceRow
          key={held.row.id}
          {...{ held, base, orders }}
          selected={selection.has(held.row.id)}
          onToggle={selection.toggle}
        />
      )}
    />
  )
}
