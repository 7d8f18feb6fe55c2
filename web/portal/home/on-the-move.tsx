/** Orders that something still happens to, each with how far it is and when it arrives. */
import { Package } from 'lucide-react'
import { useJustChanged } from '../../live/use-live.ts'
import { DateText } from '../../ui/text/date-text.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { FreshnessView, OrderRow, OrdersPage } from '../api.ts'
import { isLate } from '../orders/parts/delivery.ts'
import { LateText } from '../orders/parts/delivery-text.tsx'
import { OrderStages } from '../orders/parts/order-state.tsx'
import { useDelivery } from '../orders/parts/use-delivery.ts'
import { useSession } from '../shell/use-session.ts'
import { RowList, ThingRow } from './row-list.tsx'

interface OnTheMoveProps {
  page: OrdersPage
  freshness: FreshnessView | undefined
  base: string
}

function Row({ row, base }: { row: OrderRow; base: string }) {
  const text = useText()
  const delivery = useDelivery(row)
  const onTime = delivery.was === null && !isLate(delivery)
  return (
    <ThingRow
      to={`${base}/orders/${row.id}`}
      title={row.title}
      name={row.number}
      changed={useJustChanged(row.id)}
      state={
        <span className="flex items-center gap-2 phone:order-1 phone:w-full desk:w-36 desk:flex-col desk:items-start">
          <OrderStages state={row.state} late={isLate(delivery)} />
          <span className="text-meta text-faint">{text(`common.state.${row.state}`)}</span>
        </span>
      }
    >
      <span className="text-right desk:w-24">
        {delivery.date === null ? (
          <span className="text-faint">{text('common.noDate')}</span>
        ) : (
          <>
            <DateText date={delivery.date} className="block" />
            <LateText delivery={delivery} />
            {onTime ? <span className="text-meta text-faint">{text('common.onTime')}</span> : null}
          </>
        )}
      </span>
    </ThingRow>
  )
}

export function OnTheMove({ page, freshness, base }: OnTheMoveProps) {
  const text = useText()
  const { operator } = useSession()
  return (
    <RowList
      title={text('home.onTheMove.title')}
      freshness={freshness}
      all={{ to: `${base}/orders?view=moving`, count: page.counts.moving }}
      empty={{
        icon: Package,
        title: text('home.onTheMove.empty'),
        help: text('home.onTheMove.emptyHelp', { operator: operator.name }),
      }}
      rows={page.rows.map((row) => (
        <Row key={row.id} row={row} base={base} />
      ))}
    />
  )
}
