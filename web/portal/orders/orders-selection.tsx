/** The bar of selected orders: how many, what they come to, and the file of exactly these. */
import { Download } from 'lucide-react'
import { Icon } from '../../ui/icon.tsx'
import { BAR_ACTION, SelectionBar } from '../../ui/list/selection-bar.tsx'
import type { Selection } from '../../ui/list/use-selection.ts'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { OrderRow } from '../api.ts'
import { usePermission, useSession } from '../shell/use-session.ts'
import { sumByCurrency } from './totals.ts'

interface OrdersSelectionProps {
  selection: Selection<OrderRow>
  amounts: boolean
}

export function OrdersSelection({ selection, amounts }: OrdersSelectionProps) {
  const text = useText()
  const format = useFormat()
  const { tenant } = useSession()
  const mayExport = usePermission('orders:export')
  const { items, clear } = selection
  if (items.length === 0) return null
  const sums = amounts ? sumByCurrency(items.map(({ total }) => total)) : []
  const ids = new URLSearchParams({ ids: items.map(({ id }) => id).join(',') })
  return (
    <SelectionBar
      label={text('orders.selected', {
        count: items.length,
        number: format.number(items.length),
      })}
      detail={sums.map(format.money).join(', ')}
      clearLabel={text('orders.clearSelection')}
      onClear={clear}
    >
      {mayExport ? (
        <a href={`/t/${tenant.slug}/orders.csv?${ids}`} download className={BAR_ACTION}>
          <Icon of={Download} />
          {text('orders.selectedCsv')}
        </a>
      ) : null}
    </SelectionBar>
  )
}
