/** Orders that something still happens to, each with how far it is and when it arrives. */
import { Package } from 'lucide-react'
import { Link } from 'react-router'
import { useJustChanged } from '../../live/use-live.ts'
import { cx } from '../../ui/cx.ts'
import { Blank } from '../../ui/show/blank.tsx'
import { Freshness } from '../../ui/show/freshness.tsx'
import { Section } from '../../ui/show/section.tsx'
import { DateText } from '../../ui/text/date-text.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { FreshnessView, OrderRow, OrdersPage } from '../api.ts'
import { isLate } from '../orders/parts/delivery.ts'
import { LateText } from '../orders/parts/delivery-text.tsx'
import { OrderStages } from '../orders/parts/order-state.tsx'
import { useDelivery } from '../orders/parts/use-delivery.ts'
import { useSession } from '../shell/use-session.ts'

interface OnTheMoveProps {
  page: OrdersPage
  freshness: FreshnessView | undefined
  base: string
}

function Row({ row, base }: { row: OrderRow; base: string }) {
  const text = useText()
  const delivery = useDelivery(row)
  const changed = useJustChanged(row.id)
  const onTime = delivery.was === null && !isLate(delivery)
  return (
    <li
      className={cx(
        'relative -mx-3 flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 hover:bg-hover',
        'border-b border-line last:border-b-0',
        changed && 'changed',
      )}
    >
      <span className="min-w-0 flex-1 phone:basis-1/2">
        <Link
          to={`${base}/orders/${row.id}`}
          prefetch="intent"
          className="row-link block truncate font-medium"
        >
          {row.title}
        </Link>
        <span className="text-meta text-faint">{row.number}</span>
      </span>
      <span className="flex items-center gap-2 phone:order-1 phone:w-full desk:w-36 desk:flex-col desk:items-start">
        <OrderStages state={row.state} late={isLate(delivery)} />
        <span className="text-meta text-faint">{text(`common.state.${row.state}`)}</span>
      </span>
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
    </li>
  )
}

export function OnTheMove({ page, freshness, base }: OnTheMoveProps) {
  const text = useText()
  const format = useFormat()
  const { operator } = useSession()
  return (
    <Section
      title={text('home.onTheMove.title')}
      note={
        freshness === undefined ? undefined : (
          <Freshness bare source={freshness.source} seenAt={freshness.seenAt} />
        )
      }
      aside={
        page.rows.length === 0 ? undefined : (
          <Link to={`${base}/orders?view=moving`} prefetch="intent" className="link">
            {text('home.all', { number: format.number(page.counts.moving) })}
          </Link>
        )
      }
    >
      {page.rows.length === 0 ? (
        <Blank
          icon={Package}
          title={text('home.onTheMove.empty')}
          help={text('home.onTheMove.emptyHelp', { operator: operator.name })}
        />
      ) : (
        <ul>
          {page.rows.map((row) => (
            <Row key={row.id} row={row} base={base} />
          ))}
        </ul>
      )}
    </Section>
  )
}
