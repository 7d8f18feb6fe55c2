/** The table of orders: its columns, and sorting by their headings. */
import type { Selection } from '../../ui/list/use-selection.ts'
import { useText } from '../../ui/text/use-text.tsx'
import type { OrderRow as Row } from '../api.ts'
import type { Held } from '../list/hold-rows.ts'
import { ListTable, sortHeadsOf } from '../list/list-table.tsx'
import { OrderRow } from './order-row.tsx'
import { ordersList, type OrdersQuery } from './orders-query.ts'

interface OrdersTableProps {
  query: OrdersQuery
  rows: Held<Row>[]
  base: string
  amounts: boolean
  selection: Selection<Row>
}

const CHANGED = 'num hidden min-w-24 wide:table-cell'

function Head({ query, amounts }: Pick<OrdersTableProps, 'query' | 'amounts'>) {
  const text = useText()
  const sortable = sortHeadsOf({
    codec: ordersList,
    query,
    label: (sort) => text(`orders.sort.${sort}`),
  })
  const [number, state, delivery] = [
    sortable('number'),
    sortable('state'),
    sortable('delivery', 'min-w-40'),
  ]
  const [total, changed] = [sortable('total', 'num'), sortable('changed', CHANGED)]
  return (
    <>
      {number}
      <th scope="col" className="title">
        {text('orders.column.title')}
      </th>
      {state}
      <th scope="col" className="hidden wide:table-cell">
        {text('orders.column.reference')}
      </th>
      {delivery}
      {amounts ? total : null}
      {changed}
    </>
  )
}

export function OrdersTable({ query, rows, base, amounts, selection }: OrdersTableProps) {
  const text = useText()
  const sort = `${text(`orders.sort.${query.sort}`)}, ${text(`list.sort.${query.direction}`)}`
  return (
    <ListTable
      caption={text('list.caption', { view: text(`orders.views.${query.view}`), sort })}
      rows={rows}
      selection={selection}
      head={<Head query={query} amounts={amounts} />}
      renderRow={(held) => (
        <OrderRow
          key={held.row.id}
          {...{ held, base, amounts }}
          selected={selection.has(held.row.id)}
          onToggle={selection.toggle}
        />
      )}
    />
  )
}
