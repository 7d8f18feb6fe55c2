/** The table of orders: sorting by its headings, selection by its first column, the keyboard everywhere. */
import { useRef } from 'react'
import { Checkbox } from '../../ui/form/checkbox.tsx'
import { SortHead } from '../../ui/list/sort-head.tsx'
import { useListKeys } from '../../ui/list/use-list-keys.ts'
import type { Selection } from '../../ui/list/use-selection.ts'
import { useText } from '../../ui/text/use-text.tsx'
import type { OrderRow as Row } from '../api.ts'
import type { Held } from './hold-rows.ts'
import { OrderRow } from './order-row.tsx'
import { sortedBy, toSearch, type OrderSort, type OrdersQuery } from './orders-query.ts'

interface OrdersTableProps {
  query: OrdersQuery
  rows: Held<Row>[]
  base: string
  amounts: boolean
  selection: Selection<Row>
}

const CHANGED = 'num hidden min-w-24 wide:table-cell'

interface HeadProps extends Pick<OrdersTableProps, 'query' | 'amounts' | 'selection'> {
  page: Row[]
}

function SelectHead({ page, selection }: Pick<HeadProps, 'page' | 'selection'>) {
  const text = useText()
  const some = page.some(({ id }) => selection.has(id))
  const all = page.length > 0 && page.every(({ id }) => selection.has(id))
  return (
    <th className="w-4">
      <label className="-m-3 grid size-10 place-items-center">
        <Checkbox
          checked={all}
          some={some && !all}
          aria-label={text('orders.selectAll')}
          onChange={() => selection.togglePage(page)}
        />
      </label>
    </th>
  )
}

function Head({ query, amounts, selection, page }: HeadProps) {
  const text = useText()
  const sortable = (sort: OrderSort, className = '') => (
    <SortHead
      to={toSearch(sortedBy(query, sort)) || '?'}
      direction={query.sort === sort ? query.direction : null}
      className={className}
    >
      {text(`orders.sort.${sort}`)}
    </SortHead>
  )
  const [number, state, delivery] = [
    sortable('number'),
    sortable('state'),
    sortable('delivery', 'min-w-40'),
  ]
  const [total, changed] = [sortable('total', 'num'), sortable('changed', CHANGED)]
  return (
    <thead>
      <tr>
        <SelectHead page={page} selection={selection} />
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
      </tr>
    </thead>
  )
}

export function OrdersTable({ query, rows, base, amounts, selection }: OrdersTableProps) {
  const text = useText()
  const table = useRef<HTMLTableElement>(null)
  const page = rows.map(({ row }) => row)
  useListKeys({
    list: table,
    onToggle: (id) => {
      const row = page.find((each) => each.id === id)
      if (row !== undefined) selection.toggle(row)
    },
  })
  const sort = `${text(`orders.sort.${query.sort}`)}, ${text(`orders.sort.${query.direction}`)}`
  return (
    <table ref={table} className="table pick">
      <caption className="sr-only">
        {text('orders.caption', { view: text(`orders.views.${query.view}`), sort })}{' '}
        {text('orders.keys')}
      </caption>
      <Head {...{ query, amounts, selection, page }} />
      <tbody>
        {rows.map((held) => (
          <OrderRow
            key={held.row.id}
            {...{ held, base, amounts }}
            selected={selection.has(held.row.id)}
            onToggle={selection.toggle}
          />
        ))}
      </tbody>
    </table>
  )
}
