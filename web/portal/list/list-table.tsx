/** The table of a list: selection by its first column, the keyboard everywhere. Columns are the list's own. */
import { useRef, type ReactNode } from 'react'
import { Link } from 'react-router'
import { cx } from '../../ui/cx.ts'
import { Checkbox } from '../../ui/form/checkbox.tsx'
import { useListKeys } from '../../ui/list/use-list-keys.ts'
import { SortHead } from '../../ui/list/sort-head.tsx'
import type { Selection } from '../../ui/list/use-selection.ts'
import { useText } from '../../ui/text/use-text.tsx'
import type { Held } from './hold-rows.ts'
import type { SearchCodec } from './list-query.ts'

interface ListTableProps<Row extends { id: string }> {
  caption: string
  rows: Held<Row>[]
  selection: Selection<Row>
  /** The headings after the one that selects. */
  head: ReactNode
  renderRow: (held: Held<Row>) => ReactNode
}

export function ListTable<Row extends { id: string }>(props: ListTableProps<Row>) {
  const { caption, rows, selection, head, renderRow } = props
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
  const some = page.some(({ id }) => selection.has(id))
  const all = page.length > 0 && page.every(({ id }) => selection.has(id))
  return (
    <table ref={table} className="table pick">
      <caption className="sr-only">
        {caption} {text('list.keys')}
      </caption>
      <thead>
        <tr>
          <th className="w-4">
            <label className="-m-3 grid size-10 place-items-center">
              <Checkbox
                checked={all}
                some={some && !all}
                aria-label={text('list.selectAll')}
                onChange={() => selection.togglePage(page)}
              />
            </label>
          </th>
          {head}
        </tr>
      </thead>
      <tbody>{rows.map(renderRow)}</tbody>
    </table>
  )
}

interface ListRowProps<Row extends { id: string }> {
  held: Held<Row>
  /** What a person knows the row by: it leads to the whole of it. */
  name: string
  to: string
  /** Just now, on the open page. */
  changed: boolean
  selected: boolean
  onToggle: (row: Row) => void
  /** The cells after the name. */
  children: ReactNode
}

/** A row, and a card on phones: the whole of it is the link. */
export function ListRow<Row extends { id: string }>(props: ListRowProps<Row>) {
  const { held, name, to, changed, selected, onToggle, children } = props
  const { row, left } = held
  return (
    <tr aria-selected={selected} className={cx(changed && 'changed', left && 'opacity-60')}>
      <SelectCell name={name} selected={selected} onToggle={() => onToggle(row)} />
      <td className="id">
        <Link to={to} prefetch="intent" data-row={row.id} className="row-link font-medium">
          {name}
        </Link>
      </td>
      {children}
    </tr>
  )
}

interface SortHeadsOf<Sort extends string, Query> {
  codec: SearchCodec<Sort, Query>
  query: Query
  label: (sort: Sort) => string
}

/** @returns makes the heading of a column that sorts */
export const sortHeadsOf =
  <Sort extends string, Query extends { sort: Sort; direction: 'asc' | 'desc' }>({
    codec,
    query,
    label,
  }: SortHeadsOf<Sort, Query>) =>
  (sort: Sort, className = ''): ReactNode => (
    <SortHead
      to={codec.toSearch(codec.sortedBy(query, sort)) || '?'}
      direction={query.sort === sort ? query.direction : null}
      className={className}
    >
      {label(sort)}
    </SortHead>
  )

interface SelectCellProps {
  /** What a person knows the row by. */
  name: string
  selected: boolean
  onToggle: () => void
}

function SelectCell({ name, selected, onToggle }: SelectCellProps) {
  const text = useText()
  return (
    <td className="check">
      <label className="above-link -m-3 grid size-10 place-items-center phone:m-0 phone:size-11">
        <Checkbox
          checked={selected}
          aria-label={text('list.select', { name })}
          onChange={onToggle}
        />
      </label>
    </td>
  )
}
