/** The table of a list: selection by its first column, the keyboard everywhere. Columns are the list's own. */
import { useRef, type ReactNode } from 'react'
import { Checkbox } from '../../ui/form/checkbox.tsx'
import { useListKeys } from '../../ui/list/use-list-keys.ts'
import type { Selection } from '../../ui/list/use-selection.ts'
import { useText } from '../../ui/text/use-text.tsx'
import type { Held } from './hold-rows.ts'

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

interface SelectCellProps {
  /** What a person knows the row by. */
  name: string
  selected: boolean
  onToggle: () => void
}

export function SelectCell({ name, selected, onToggle }: SelectCellProps) {
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
