/** What has left, or is about to: carrier, where it is, and which lines are in it. */
import { CircleCheck, Package, Truck, type LucideIcon } from 'lucide-react'
import type { Shipment, ShipmentState } from '#workflows/contracts/orders.ts'
import { Section } from '../../ui/show/section.tsx'
import { State } from '../../ui/show/state.tsx'
import type { Tone } from '../../ui/show/tone.ts'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { OrderView } from '../api.ts'
import { Contents } from './contents.tsx'
import { Tracking } from './tracking.tsx'

const LOOKS: Record<ShipmentState, { icon: LucideIcon; tone: Tone }> = {
  preparing: { icon: Package, tone: 'idle' },
  in_transit: { icon: Truck, tone: 'info' },
  delivered: { icon: CircleCheck, tone: 'ok' },
}

function useWhen() {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  const day = (instant: string) => format.day(format.dateOf(new Date(instant)), 'short', now)
  return ({ deliveredAt, expectedOn, shippedAt }: Shipment): string | null => {
    if (deliveredAt !== null) return text('order.shipments.delivered', { date: day(deliveredAt) })
    if (expectedOn !== null) {
      return text('order.shipments.expected', { date: format.day(expectedOn, 'short', now) })
    }
    return shippedAt === null ? null : text('order.shipments.left', { date: day(shippedAt) })
  }
}

interface ItemProps {
  shipment: Shipment
  order: OrderView
  title: string
}

function Item({ shipment, order, title }: ItemProps) {
  const text = useText()
  const when = useWhen()(shipment)
  const { carrier, trackingNumber, trackingUrl } = shipment
  return (
    <li className="grid gap-1 border-b border-line py-3 last:border-b-0">
      <div className="flex flex-wrap items-center justify-between gap-x-3">
        <span className="font-medium">{carrier ?? title}</span>
        <State
          {...LOOKS[shipment.state]}
          word={text(`order.shipments.state.${shipment.state}`)}
          className="text-meta"
        />
      </div>
      <p className="flex flex-wrap items-center justify-between gap-x-3 text-meta text-faint">
        <span className="text-dense">
          <Tracking {...{ trackingNumber, trackingUrl }} />
        </span>
        {when}
      </p>
      <Contents
        name={text('order.shipments.contents')}
        contents={shipment.contents}
        lines={order.lines}
      />
    </li>
  )
}

export function Shipments({ order }: { order: OrderView }) {
  const text = useText()
  const { shipments } = order
  return (
    <Section title={text(shipments.length === 1 ? 'order.shipments.one' : 'order.shipments.title')}>
      {shipments.length === 0 ? (
        <p className="pt-3 text-soft">{text('order.shipments.empty')}</p>
      ) : (
        <ul>
          {shipments.map((shipment, index) => (
            <Item
              key={shipment.externalId}
              {...{ shipment, order }}
              title={text('order.shipments.number', { n: index + 1 })}
            />
          ))}
        </ul>
      )}
    </Section>
  )
}
