/** Money: an invoice is paid, refused by the bank, under way, paid elsewhere, or given back. */
import { refused } from '../failure.ts'
import type { Birth } from '../objects/birth.ts'
import { amountsOf, type Invoice } from '../objects/invoice.ts'
import {
  type Charge,
  DECLINE,
  type Method,
  newCharge,
  type PaymentIntent,
} from '../objects/payment.ts'
import { differences, type Ledger } from './ledger.ts'

/** `declined` is stored like a success: the failed attempt happened. */
export type PayResult =
  | { type: 'paid' | 'processing'; invoice: Invoice }
  | { type: 'declined'; invoice: Invoice; intent: PaymentIntent }

export interface Pay {
  id: string
  method: Method
  /** Leaves it with the bank: SEPA takes days. `settle` ends that. */
  processing?: boolean
}

function openPayment(ledger: Ledger, invoice: string) {
  const [payment] = ledger.store
    .list('invoice_payment', { invoice, limit: 10 })
    .filter((candidate) => candidate.status === 'open')
  if (!payment) throw refused('This invoice has no open payment.')
  return { payment, intent: ledger.require('payment_intent', payment.payment.payment_intent) }
}

function requireOpen(ledger: Ledger, id: string): Invoice {
  const invoice = ledger.require('invoice', id)
  if (invoice.status === 'paid') throw refused('Invoice is already paid')
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible') {
    throw refused(`This invoice is ${invoice.status} and cannot be paid.`)
  }
  return invoice
}

export function payInvoice(
  ledger: Ledger,
  { id, method, processing }: Pay,
  birth: Birth,
): PayResult {
  const invoice = requireOpen(ledger, id)
  const { intent } = openPayment(ledger, id)
  if (intent.status === 'processing') throw refused('A payment of this invoice is under way.')
  if (method === 'declined') return decline(ledger, invoice, { intent, birth })
  const status = processing ? 'pending' : 'succeeded'
  const receipts = ledger.store.link('receipts/')
  const charge = newCharge({ intent, invoice, method, status, receipts }, birth)
  const tried = {
    ...intent,
    latest_charge: charge.id,
    payment_method: charge.payment_method,
    last_payment_error: null,
  }
  if (processing) {
    ledger.record(charge, ['charge.pending'], { birth })
    ledger.record({ ...tried, status: 'processing' }, ['payment_intent.processing'], { birth })
    const after = { ...invoice, attempted: true, attempt_count: invoice.attempt_count + 1 }
    ledger.record(after, ['invoice.updated'], { birth, previous: differences(invoice, after) })
    return { type: 'processing', invoice: after }
  }
  return { type: 'paid', invoice: settle(ledger, { invoice, intent: tried, charge }, birth) }
}

/** The bank has said yes to a payment that was under way. */
export function settleInvoice(ledger: Ledger, id: string, birth: Birth): Invoice {
  const invoice = requireOpen(ledger, id)
  const { intent } = openPayment(ledger, id)
  if (intent.status !== 'processing' || intent.latest_charge === null) {
    throw refused('No payment of this invoice is under way.')
  }
  const pending = ledger.require('charge', intent.latest_charge)
  const charge: Charge = { ...pending, status: 'succeeded', paid: true }
  return settle(ledger, { invoice, intent, charge }, birth)
}

interface Settlement {
  invoice: Invoice
  intent: PaymentIntent
  charge: Charge
}

function settle(ledger: Ledger, { invoice, intent, charge }: Settlement, birth: Birth): Invoice {
  const { payment } = openPayment(ledger, invoice.id)
  const { at } = birth
  const received = { status: 'succeeded', amount_received: intent.amount } as const
  ledger.record(charge, ['charge.succeeded'], { birth })
  ledger.record({ ...intent, ...received }, ['payment_intent.succeeded'], { birth })
  const transitions = { ...payment.status_transitions, paid_at: at }
  const settled = {
    status: 'paid',
    amount_paid: intent.amount,
    status_transitions: transitions,
  } as const
  ledger.record({ ...payment, ...settled }, ['invoice_payment.paid'], { birth })
  return paid(ledger, invoice, { birth, amount: intent.amount })
}

function paid(
  ledger: Ledger,
  invoice: Invoice,
  { birth, amount, offStripe = 0 }: { birth: Birth; amount: number; offStripe?: number },
): Invoice {
  const after = amountsOf<Invoice>({
    ...invoice,
    status: 'paid',
    amount_paid: invoice.amount_paid + amount,
    amount_paid_off_stripe: invoice.amount_paid_off_stripe + offStripe,
    attempted: true,
    attempt_count: invoice.attempt_count + (offStripe > 0 ? 0 : 1),
    status_transitions: { ...invoice.status_transitions, paid_at: birth.at },
  })
  const types = ['invoice.updated', 'invoice.paid', 'invoice.payment_succeeded']
  ledger.record(after, types, { birth, previous: differences(invoice, after) })
  return after
}

/** Paid by a way Stripe knows nothing of: no charge, and the intent ends. */
export function payOutOfBand(ledger: Ledger, id: string, birth: Birth): Invoice {
  const invoice = requireOpen(ledger, id)
  const { payment, intent } = openPayment(ledger, id)
  const ended = { status: 'canceled', canceled_at: birth.at } as const
  ledger.record({ ...intent, ...ended }, ['payment_intent.canceled'], { birth })
  const transitions = { ...payment.status_transitions, canceled_at: birth.at }
  ledger.record({ ...payment, status: 'canceled', status_transitions: transitions }, [], { birth })
  const amount = invoice.amount_remaining
  return paid(ledger, invoice, { birth, amount, offStripe: amount })
}

function decline(
  ledger: Ledger,
  invoice: Invoice,
  { intent, birth }: { intent: PaymentIntent; birth: Birth },
): PayResult {
  const attempt = { intent, invoice, method: 'declined', status: 'failed', receipts: '' } as const
  const charge = newCharge(attempt, birth)
  const failed = { ...intent, latest_charge: charge.id, last_payment_error: DECLINE }
  const after = { ...invoice, attempted: true, attempt_count: invoice.attempt_count + 1 }
  ledger.record(charge, ['charge.failed'], { birth })
  ledger.record(failed, ['payment_intent.payment_failed'], { birth })
  const change = { birth, previous: differences(invoice, after) }
  ledger.record(after, ['invoice.updated', 'invoice.payment_failed'], change)
  return { type: 'declined', invoice: after, intent: failed }
}

/** Gives back part or all of the last payment; the invoice stays paid, as at Stripe. */
export function refundInvoice(
  ledger: Ledger,
  { id, amount }: { id: string; amount?: number | undefined },
  birth: Birth,
): Charge {
  const [payment] = ledger.store
    .list('invoice_payment', { invoice: id, limit: 10 })
    .filter((candidate) => candidate.status === 'paid')
  const intent = payment && ledger.store.find('payment_intent', payment.payment.payment_intent)
  if (!intent?.latest_charge) throw refused('There is no payment of this invoice to give back.')
  const charge = ledger.require('charge', intent.latest_charge)
  const left = charge.amount - charge.amount_refunded
  const back = amount ?? left
  if (back <= 0 || back > left) throw refused(`At most ${String(left)} can be given back.`)
  const total = charge.amount_refunded + back
  const after = { ...charge, amount_refunded: total, refunded: total === charge.amount }
  ledger.record(after, ['charge.refunded'], { birth })
  return after
}
