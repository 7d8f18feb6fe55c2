/** The table of invoices: its columns, and sorting by their headings. */
import type { Selection } from '../../ui/list/use-selection.ts'
import { useText } from '../../ui/text/use-text.tsx'
import type { InvoiceRow as Row } from '../billing-api.ts'
import type { Held } from '../list/hold-rows.ts'
import { ListTable, sortHeadsOf } from '../list/list-table.tsx'
import { InvoiceRow } from './invoice-row.tsx'
import { invoicesList, type InvoicesQuery } from './invoices-query.ts'

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
  const sortable = sortHeadsOf({
    codec: invoicesList,
    query,
    label: (sort) => text(`invoices.sort.${sort}`),
  })
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
