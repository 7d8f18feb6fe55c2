/** How the desk says things of invoices: their true state, and how their date stands. */
import type { Invoice } from '../../stripe/objects/invoice.ts'
import type { Charge, PaymentIntent } from '../../stripe/objects/payment.ts'
import type { StripeStore } from '../../stripe/store.ts'
import { type Said, shortDay } from '../words.ts'

/** What Stripe knows of the money behind an invoice. */
export interface Money {
  intent: PaymentIntent | null
  charges: Charge[]
}

export function moneyOf(store: StripeStore, invoice: Invoice): Money {
  const [payment] = store.list('invoice_payment', { invoice: invoice.id, limit: 1 })
  if (!payment) return { intent: null, charges: [] }
  const intent = payment.payment.payment_intent
  return {
    intent: store.find('payment_intent', intent),
    charges: store.list('charge', { intent, limit: 20 }),
  }
}

export const isUnderWay = ({ intent }: Money): boolean => intent?.status === 'processing'

/** Minor units that can still be given back. */
export const refundable = ({ charges }: Money): number =>
  charges
    .filter((charge) => charge.paid)
    .reduce((sum, charge) => sum + charge.amount - charge.amount_refunded, 0)

export const dateOf = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().slice(0, 10)

const WORDS: Readonly<Record<Exclude<Invoice['status'], 'open'>, Said>> = {
  draft: { word: 'Draft', icon: 'pencil', tone: 'idle' },
  paid: { word: 'Paid', icon: 'circle-check', tone: 'ok' },
  void: { word: 'Void', icon: 'ban', tone: 'idle' },
  uncollectible: { word: 'Written off', icon: 'circle-x', tone: 'bad' },
}

const isLate = ({ due_date: due }: Invoice, now: Date): boolean =>
  due !== null && due * 1000 < now.getTime()

export function stateOf(
  invoice: Invoice,
  { underWay, now }: { underWay: boolean; now: Date },
): Said {
  if (invoice.status !== 'open') return WORDS[invoice.status]
  if (underWay) return { word: 'With the bank', icon: 'landmark', tone: 'info' }
  if (isLate(invoice, now)) return { word: 'Overdue', icon: 'triangle-alert', tone: 'bad' }
  return { word: 'Open', icon: 'receipt', tone: 'info' }
}

/** The date that matters now. */
export function dateWords(invoice: Invoice, now: Date): { text: string; tone: Said['tone'] } {
  const { status_transitions: at, due_date: due } = invoice
  const day = (seconds: number) => shortDay(dateOf(seconds))
  const idle = (text: string) => ({ text, tone: 'idle' }) as const
  if (at.paid_at !== null) return idle(`paid ${day(at.paid_at)}`)
  if (at.voided_at !== null) return idle(`voided ${day(at.voided_at)}`)
  if (invoice.status === 'draft') return idle(`made ${day(invoice.created)}`)
  if (due === null) return idle('due at once')
  if (!isLate(invoice, now)) return idle(`due ${day(due)}`)
  const days = Math.max(1, Math.floor((now.getTime() / 1000 - due) / 86_400))
  return { text: `${String(days)} ${days === 1 ? 'day' : 'days'} late`, tone: 'bad' }
}

/** What Stripe calls it in lists. */
export const titleOf = (invoice: Invoice): string =>
  invoice.description ?? invoice.lines.data[0]?.description ?? 'Invoice without lines'

export const numberOf = (invoice: Invoice): string => invoice.number ?? 'Draft'
