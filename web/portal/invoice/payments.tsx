/** The single timeline of an invoice: what is expected, then every payment and every step of it, newest first. */
import type { ReactNode } from 'react'
import {
  Ban,
  CalendarClock,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  Hourglass,
  ReceiptText,
  type LucideIcon,
} from 'lucide-react'
import type { PaymentState } from '#workflows/contracts/billing.ts'
import { useJustChanged } from '../../live/use-live.ts'
import { OutsideLink } from '../../ui/action/outside-link.tsx'
import { Section } from '../../ui/show/section.tsx'
import { Timeline, TimelineEntry } from '../../ui/show/timeline.tsx'
import type { Tone } from '../../ui/show/tone.ts'
import { TimeText } from '../../ui/text/time-text.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { InvoiceView, PaymentView } from '../billing-api.ts'
import { useDue } from '../invoices/parts/use-due.ts'
import { stepsOf, type Step } from './steps.ts'

const PAYMENT_LOOKS: Record<PaymentState, { icon: LucideIcon; tone: Tone }> = {
  pending: { icon: CircleDashed, tone: 'idle' },
  processing: { icon: Hourglass, tone: 'info' },
  succeeded: { icon: CircleCheck, tone: 'ok' },
  failed: { icon: CircleAlert, tone: 'bad' },
  cancelled: { icon: CircleSlash, tone: 'idle' },
}

const STEP_LOOKS: Record<Step['kind'], { icon: LucideIcon; tone: Tone }> = {
  issued: { icon: ReceiptText, tone: 'idle' },
  paid: { icon: CircleCheck, tone: 'ok' },
  void: { icon: Ban, tone: 'idle' },
}

/** With what, what went back, and why it failed: each only where there is something to say. */
function PaymentDetail({ payment }: { payment: PaymentView }) {
  const text = useText()
  const format = useFormat()
  const { methodLabel, refunded, state, failureMessage, receiptUrl } = payment
  const parts = [
    methodLabel === null ? null : text('invoice.payments.method', { method: methodLabel }),
    state === 'failed' ? (failureMessage ?? text('invoice.payments.failedPlain')) : null,
    refunded === null
      ? null
      : text('invoice.payments.refunded', { amount: format.money(refunded) }),
  ]
  return (
    <>
      {parts.filter((part) => part !== null).join(' ')}{' '}
      {receiptUrl === null ? null : (
        <OutsideLink url={receiptUrl}>{text('invoice.payments.receipt')}</OutsideLink>
      )}
    </>
  )
}

function Entry({ step, isFirst }: { step: Step; isFirst: boolean }) {
  const text = useText()
  const format = useFormat()
  const changed = useJustChanged(step.id)
  const when = <TimeText at={step.at} form="moment" />
  const stress = isFirst ? 'now' : undefined
  const { payment } = step
  if (payment === undefined) {
    const title = text(`invoice.payments.${step.kind}`)
    return <TimelineEntry {...STEP_LOOKS[step.kind]} {...{ title, when, stress }} />
  }
  const title = text(`invoice.payments.state.${payment.state}`, {
    amount: format.money(payment.amount),
  })
  return (
    <TimelineEntry
      {...PAYMENT_LOOKS[payment.state]}
      {...{ title, when, stress, changed }}
      detail={<PaymentDetail payment={payment} />}
    />
  )
}

function NextStep({ invoice }: { invoice: InvoiceView }) {
  const text = useText()
  const format = useFormat()
  const now = useNow()
  const due = useDue(invoice)
  if (due.date === null || due.status === 'closed') return null
  const date = format.day(due.date, 'short', now)
  const isLate = due.status === 'late'
  return (
    <TimelineEntry
      icon={isLate ? CircleAlert : CalendarClock}
      tone="idle"
      stress="next"
      title={text(isLate ? 'invoice.payments.overdue' : 'invoice.payments.due')}
      when={text(isLate ? 'invoice.payments.since' : 'invoice.payments.by', { date })}
    />
  )
}

export function Payments({ invoice, fresh }: { invoice: InvoiceView; fresh: ReactNode }) {
  const text = useText()
  return (
    <Section title={text('invoice.payments.title')} aside={fresh}>
      <Timeline>
        <NextStep invoice={invoice} />
        {stepsOf(invoice).map((step, index) => (
          <Entry key={`${step.kind} ${step.id}`} step={step} isFirst={index === 0} />
        ))}
      </Timeline>
    </Section>
  )
}
