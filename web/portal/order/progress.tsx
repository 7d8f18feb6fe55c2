/** The single timeline of an order: the step that is expected, then everything that happened, newest first. */
import { CalendarClock, CircleCheck, CircleDashed, MessageSquare, Truck, Undo2 } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { OPEN_ORDER_STATES, type OrderEvent } from '#workflows/contracts/orders.ts'
import { useValueJustChanged } from '../../live/use-live.ts'
import { Section } from '../../ui/show/section.tsx'
import { Timeline, TimelineEntry } from '../../ui/show/timeline.tsx'
import type { Tone } from '../../ui/show/tone.ts'
import { TimeText } from '../../ui/text/time-text.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { OrderView } from '../api.ts'
import { STATE_LOOKS } from '../orders/parts/order-state.tsx'
import { useSession } from '../shell/use-session.ts'

interface Shown {
  icon: LucideIcon
  tone: Tone
  title: string
}

function useDateShown() {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  const day = (date: string) => format.day(date, 'short', now)
  const icon = CalendarClock
  return ({ fromDate, toDate }: OrderEvent): Shown => {
    if (toDate === null) {
      const from = fromDate === null ? '' : day(fromDate)
      return { icon, tone: 'warn', title: text('order.timeline.dateGone', { from }) }
    }
    if (fromDate === null) {
      return { icon, tone: 'idle', title: text('order.timeline.dateSet', { to: day(toDate) }) }
    }
    return {
      icon,
      tone: toDate > fromDate ? 'warn' : 'ok',
      title: text('order.timeline.moved', { from: day(fromDate), to: day(toDate) }),
    }
  }
}

function useShown(order: OrderView) {
  const text = useText()
  const dateShown = useDateShown()
  const { operator } = useSession()
  const carrierOf = ({ shipmentExternalId }: OrderEvent) =>
    order.shipments.find(({ externalId }) => externalId === shipmentExternalId)?.carrier ?? null
  return (event: OrderEvent, isNow: boolean): Shown => {
    if (event.kind === 'state' && event.state !== null) {
      const title = text(`order.timeline.state.${event.state}`)
      return isNow
        ? { ...STATE_LOOKS[event.state], title }
        : { icon: CircleCheck, tone: 'ok', title }
    }
    if (event.kind === 'delivery_date') return dateShown(event)
    if (event.kind === 'shipment') {
      const carrier = carrierOf(event)
      const title =
        carrier === null
          ? text('order.timeline.shipment')
          : text('order.timeline.shipmentBy', { carrier })
      return { icon: Truck, tone: 'info', title }
    }
    if (event.kind === 'return' && event.returnNumber !== null) {
      const title = text('order.timeline.return', { number: event.returnNumber })
      return { icon: Undo2, tone: 'info', title }
    }
    const title = text('order.timeline.note', { operator: operator.name })
    return { icon: MessageSquare, tone: 'idle', title }
  }
}

function NextStep({ order }: { order: OrderView }) {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  const open = OPEN_ORDER_STATES.find((state) => state === order.state)
  if (open === undefined) return null
  // Only the last step has a date of its own; promising one for the others would be invented.
  const date = open === 'in_transit' ? order.promisedOn : null
  return (
    <TimelineEntry
      icon={CircleDashed}
      tone="idle"
      stress="next"
      title={text(`order.timeline.next.${open}`)}
      when={
        date === null
          ? text('order.timeline.planned')
          : text('order.timeline.expected', { date: format.day(date, 'short', now) })
      }
    />
  )
}

export function Progress({ order, fresh }: { order: OrderView; fresh: React.ReactNode }) {
  const text = useText()
  const shown = useShown(order)
  const changed = useValueJustChanged(order.id, order.history[0]?.externalId ?? null)
  const current = order.history.find(({ kind }) => kind === 'state')
  return (
    <Section title={text('order.timeline.title')} aside={fresh}>
      {order.history.length === 0 ? (
        <p className="pt-4 text-soft">{text('order.timeline.empty')}</p>
      ) : (
        <Timeline>
          <NextStep order={order} />
          {order.history.map((event, index) => (
            <TimelineEntry
              key={event.externalId}
              {...shown(event, event === current)}
              stress={index === 0 ? 'now' : undefined}
              changed={changed && index === 0}
              detail={event.note}
              when={<TimeText at={event.at} form="moment" />}
            />
          ))}
        </Timeline>
      )}
    </Section>
  )
}
