/** What goes back of an order: how far it has come, why, what is in it, and the credit note it ended in. */
import {
  CircleCheck,
  CircleX,
  ClipboardCheck,
  Clock,
  PackageCheck,
  Truck,
  Undo2,
  type LucideIcon,
} from 'lucide-react'
import { Link } from 'react-router'
import type { OrderReturn, ReturnState } from '#workflows/contracts/orders.ts'
import { useValueJustChanged } from '../../live/use-live.ts'
import { cx } from '../../ui/cx.ts'
import { Section } from '../../ui/show/section.tsx'
import { State } from '../../ui/show/state.tsx'
import type { Tone } from '../../ui/show/tone.ts'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { OrderView } from '../api.ts'
import { useSession } from '../shell/use-session.ts'
import { Contents } from './contents.tsx'
import { Tracking } from './tracking.tsx'

const LOOKS: Record<ReturnState, { icon: LucideIcon; tone: Tone }> = {
  requested: { icon: Clock, tone: 'idle' },
  approved: { icon: ClipboardCheck, tone: 'info' },
  in_transit: { icon: Truck, tone: 'info' },
  received: { icon: PackageCheck, tone: 'info' },
  closed: { icon: CircleCheck, tone: 'ok' },
  refused: { icon: CircleX, tone: 'idle' },
  other: { icon: Undo2, tone: 'idle' },
}

/** A word of the source that we do not know, as a person would write it: `at_inspection` → `At inspection`. */
function readable(word: string): string {
  const words = word.replaceAll('_', ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function useWord() {
  const text = useText()
  return ({ state, sourceState }: OrderReturn): string =>
    state === 'other'
      ? readable(sourceState ?? '') || text('order.returns.other')
      : text(`order.returns.state.${state}`)
}

function useWhen() {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  const day = (instant: string) => format.day(format.dateOf(new Date(instant)), 'short', now)
  return ({ requestedAt, receivedAt }: OrderReturn): string =>
    receivedAt === null
      ? text('order.returns.requested', { date: day(requestedAt) })
      : text('order.returns.both', { requested: day(requestedAt), received: day(receivedAt) })
}

interface CreditNoteProps {
  number: string
  order: OrderView
}

/** Leads to its invoice where the portal knows it and the member may see it. */
function CreditNote({ number, order }: CreditNoteProps) {
  const text = useText()
  const { tenant } = useSession()
  const words = text('order.returns.creditNote', { number })
  const known = order.creditNotes?.find((note) => note.number === number)
  if (known === undefined) return <p className="text-dense">{words}</p>
  return (
    <p className="text-dense">
      <Link
        to={`/t/${tenant.slug}/invoices/${known.invoiceId}`}
        prefetch="intent"
        className="link link-underlined"
      >
        {words}
      </Link>
    </p>
  )
}

interface ItemProps {
  goods: OrderReturn
  order: OrderView
}

function Item({ goods, order }: ItemProps) {
  const text = useText()
  const word = useWord()(goods)
  const when = useWhen()(goods)
  const { number, state, carrier, trackingNumber, trackingUrl, creditNoteNumber } = goods
  const stands = [word, goods.receivedAt, trackingNumber, creditNoteNumber].join(' ')
  const changed = useValueJustChanged(order.id, stands)
  const isTracked = trackingNumber !== null || trackingUrl !== null
  return (
    <li
      className={cx(
        'grid gap-1 border-b border-line py-3 last:border-b-0',
        changed && 'changed changed-block',
      )}
    >
      <div className="flex flex-wrap items-center justify-between gap-x-3">
        <span className="font-medium">{number}</span>
        <State {...LOOKS[state]} word={word} className="text-meta" />
      </div>
      <p className="text-meta text-faint">{when}</p>
      <Contents
        name={text('order.returns.contents')}
        contents={goods.contents}
        lines={order.lines}
      />
      {goods.reason === null ? null : (
        <p className="text-dense text-soft">
          <span className="text-faint">{text('order.returns.reason')}</span> {goods.reason}
        </p>
      )}
      {carrier === null && !isTracked ? null : (
        <p className="flex flex-wrap gap-x-3 text-dense text-faint">
          {carrier === null ? null : <span>{carrier}</span>}
          <Tracking trackingNumber={trackingNumber} trackingUrl={trackingUrl} />
        </p>
      )}
      {creditNoteNumber === null ? null : <CreditNote number={creditNoteNumber} order={order} />}
    </li>
  )
}

export function Returns({ order }: { order: OrderView }) {
  const text = useText()
  const { returns } = order
  return (
    <Section title={text(returns.length === 1 ? 'order.returns.one' : 'order.returns.title')}>
      <ul>
        {returns.map((goods) => (
          <Item key={goods.number} {...{ goods, order }} />
        ))}
      </ul>
    </Section>
  )
}
