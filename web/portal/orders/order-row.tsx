/** One order as a row, and as a card on phones: the whole of it is the link. */
import { useJustChanged } from '../../live/use-live.ts'
import { MoneyText } from '../../ui/text/money-text.tsx'
import { TimeText } from '../../ui/text/time-text.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { OrderRow as Row } from '../api.ts'
import type { Held } from '../list/hold-rows.ts'
import { ListRow } from '../list/list-table.tsx'
import { DeliveryText } from './parts/delivery-text.tsx'
import { OrderState } from './parts/order-state.tsx'
import { useDelivery } from './parts/use-delivery.ts'

interface OrderRowProps {
  held: Held<Row>
  base: string
  amounts: boolean
  selected: boolean
  onToggle: (row: Row) => void
}

export function OrderRow({ held, base, amounts, selected, onToggle }: OrderRowProps) {
  const text = useText()
  const { row, left } = held
  const changed = useJustChanged(row.id)
  const delivery = useDelivery(row)
  return (
    <ListRow name={row.number} to={`${base}/${row.id}`} {...{ held, changed, selected, onToggle }}>
      <td className="title" title={row.title}>
        {row.title}
      </td>
      <td>
        <OrderState state={row.state} />
      </td>
      <td className="hidden max-w-36 truncate text-soft wide:table-cell">
        {row.customerReference}
      </td>
      <td className="phone:text-right">
        <DeliveryText delivery={delivery} />
      </td>
      {amounts ? (
        <td className="num sum">{row.total === null ? null : <MoneyText money={row.total} />}</td>
      ) : null}
      <td className="num hidden text-meta text-faint wide:table-cell">
        {left ? text('list.left') : <TimeText at={row.changedAt} form="ago" />}
      </td>
    </ListRow>
  )
}
