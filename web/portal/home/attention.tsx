/** What needs a look, in the one box of the page: orders that are late, or were moved to a later date. */
import { CalendarClock, TriangleAlert } from 'lucide-react'
import { Link } from 'react-router'
import { useJustChanged } from '../../live/use-live.ts'
import { buttonClass } from '../../ui/action/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Section } from '../../ui/show/section.tsx'
import { State } from '../../ui/show/state.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { AttentionEntry } from '../api.ts'
import { isLate } from '../orders/parts/delivery.ts'
import { useDelivery } from '../orders/parts/use-delivery.ts'

/** More than this is a list, and lists live on the orders page. */
const SHOWN = 3

interface AttentionProps {
  entries: AttentionEntry[]
  base: string
}

function Entry({ entry, base }: { entry: AttentionEntry; base: string }) {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  const { order, movedAt, note } = entry
  const delivery = useDelivery(order)
  const changed = useJustChanged(order.id)
  const date =
    delivery.date === null ? text('common.noDate') : format.day(delivery.date, 'short', now)
  const late = text('common.daysLate', {
    count: delivery.days,
    number: format.number(delivery.days),
  })
  const moved = text('home.attention.moved', {
    when: movedAt === null ? '' : format.brief(movedAt, now),
  })
  return (
    <li
      className={cx(
        'relative -mx-4 grid grid-cols-[1fr_auto] items-center gap-x-3 gap-y-1 px-4 py-3 desk:grid-cols-[136px_1fr_auto] desk:py-2',
        'border-line not-last:border-b',
        changed && 'changed',
      )}
    >
      <State
        icon={isLate(delivery) ? TriangleAlert : CalendarClock}
        tone="warn"
        word={isLate(delivery) ? late : moved}
        className="col-span-full desk:col-span-1"
      />
      <span className="min-w-0">
        <Link to={`${base}/orders/${order.id}`} prefetch="intent" className="row-link font-medium">
          {order.number}
        </Link>{' '}
        <span className="text-soft">
          {text(delivery.status === 'overdue' ? 'home.attention.waits' : 'home.attention.arrives', {
            title: order.title,
            date,
          })}
        </span>
        {note === null ? null : <span className="block truncate text-meta text-faint">{note}</span>}
      </span>
      <span aria-hidden className={cx(buttonClass('secondary'), 'phone:hidden')}>
        {text('home.attention.open')}
      </span>
    </li>
  )
}

export function Attention({ entries, base }: AttentionProps) {
  const text = useText()
  const format = useFormat()
  if (entries.length === 0) return null
  const more = entries.length - SHOWN
  return (
    <Section headless title={text('home.attention.title')} className="mb-8">
      <ul className="overflow-hidden rounded-3 border border-line-strong px-4">
        {entries.slice(0, SHOWN).map((entry) => (
          <Entry key={entry.order.id} entry={entry} base={base} />
        ))}
        {more > 0 ? (
          <li className="py-2.5 text-dense">
            <Link to={`${base}/orders?view=late`} prefetch="intent" className="link">
              {text('home.attention.more', { count: more, number: format.number(more) })}
            </Link>
          </li>
        ) : null}
      </ul>
    </Section>
  )
}
