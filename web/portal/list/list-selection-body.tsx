/** What the bar of what is selected holds: how much it is, what it comes to, and the file of exactly these. */
import { Download } from 'lucide-react'
import { Icon } from '../../ui/icon.tsx'
import { BAR_ACTION, SelectionBar } from '../../ui/list/selection-bar.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { ListSelectionBodyProps } from './list-selection.tsx'
import { sumByCurrency } from './totals.ts'

export default function ListSelectionBody({ ids, amounts, csv, onClear }: ListSelectionBodyProps) {
  const text = useText()
  const format = useFormat()
  const query = new URLSearchParams({ ids: ids.join(',') })
  return (
    <SelectionBar
      label={text('list.selected', { count: ids.length, number: format.number(ids.length) })}
      detail={sumByCurrency(amounts).map(format.money).join(', ')}
      clearLabel={text('list.clearSelection')}
      onClear={onClear}
    >
      {csv === null ? null : (
        <a href={`${csv}?${query}`} download className={BAR_ACTION}>
          <Icon of={Download} />
          {text('list.csv')}
        </a>
      )}
    </SelectionBar>
  )
}
