/** The bar of what is selected: how much it is, what it comes to, and the file of exactly these. */
import { Download } from 'lucide-react'
import type { Money } from '#workflows/contracts/sources.ts'
import { Icon } from '../../ui/icon.tsx'
import { BAR_ACTION, SelectionBar } from '../../ui/list/selection-bar.tsx'
import type { Selection } from '../../ui/list/use-selection.ts'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import { sumByCurrency } from './totals.ts'

interface ListSelectionProps<Row extends { id: string }> {
  selection: Selection<Row>
  /** What a row adds to the sum; null: no money, or not for this member. */
  amountOf: (row: Row) => Money | null
  /** Address of the file, to which the ids are added; null: not for this member. */
  csv: string | null
}

export function ListSelection<Row extends { id: string }>(props: ListSelectionProps<Row>) {
  const { selection, amountOf, csv } = props
  const text = useText()
  const format = useFormat()
  const { items, clear } = selection
  if (items.length === 0) return null
  const ids = new URLSearchParams({ ids: items.map(({ id }) => id).join(',') })
  return (
    <SelectionBar
      label={text('list.selected', { count: items.length, number: format.number(items.length) })}
      detail={sumByCurrency(items.map(amountOf)).map(format.money).join(', ')}
      clearLabel={text('list.clearSelection')}
      onClear={clear}
    >
      {csv === null ? null : (
        <a href={`${csv}?${ids}`} download className={BAR_ACTION}>
          <Icon of={Download} />
          {text('list.csv')}
        </a>
      )}
    </SelectionBar>
  )
}
