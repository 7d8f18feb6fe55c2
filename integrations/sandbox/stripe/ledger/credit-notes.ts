/** Credit notes: before payment an invoice asks for less and is paid when nothing is left; afterwards money goes back. */
import { refused } from '../failure.ts'
import type { Birth } from '../objects/birth.ts'
import { type CreditNote, type CreditNoteFields, newCreditNote } from '../objects/credit-note.ts'
import { amountsOf, type Invoice } from '../objects/invoice.ts'
import { differences, type Ledger } from './ledger.ts'

export interface NewCreditNote extends CreditNoteFields {
  invoice: string
}

/** How much of an invoice that is open or paid can still be credited, in minor units. */
export const leftToCredit = (invoice: Invoice): number =>
  invoice.status === 'paid'
    ? invoice.total -
      invoice.pre_payment_credit_notes_amount -
      invoice.post_payment_credit_notes_amount
    : invoice.amount_remaining

export function createCreditNote(
  ledger: Ledger,
  { invoice: id, ...fields }: NewCreditNote,
  birth: Birth,
): CreditNote {
  const invoice = ledger.require('invoice', id, 'invoice')
  if (invoice.status !== 'open' && invoice.status !== 'paid') {
    throw refused(`A credit note needs an open or paid invoice, and this one is ${invoice.status}.`)
  }
  const isPaid = invoice.status === 'paid'
  const left = leftToCredit(invoice)
  if (fields.amount <= 0 || fields.amount > left) {
    throw refused(`At most ${String(left)} of this invoice can be credited.`, { param: 'amount' })
  }
  const sequence = ledger.store.list('credit_note', { invoice: id, limit: 100 }).length + 1
  const pdf = (note: string): string => ledger.store.link(`credit_notes/${note}/pdf`)
  const note = newCreditNote(fields, { invoice, sequence, isPaid, pdf }, birth)
  ledger.record(note, ['credit_note.created'], { birth })
  account(ledger, { invoice, note, sign: 1 }, birth)
  return note
}

export function voidCreditNote(ledger: Ledger, id: string, birth: Birth): CreditNote {
  const before = ledger.require('credit_note', id)
  const invoice = ledger.require('invoice', before.invoice)
  if (before.status === 'void' || before.type !== 'pre_payment' || invoice.status !== 'open') {
    throw refused('Only credit notes of invoices that are still open can be voided.')
  }
  const after: CreditNote = { ...before, status: 'void', voided_at: birth.at }
  ledger.record(after, ['credit_note.voided'], { birth })
  account(ledger, { invoice, note: before, sign: -1 }, birth)
  return after
}

interface Account {
  invoice: Invoice
  note: CreditNote
  /** 1 credits, -1 takes it back. */
  sign: 1 | -1
}

function account(ledger: Ledger, { invoice, note, sign }: Account, birth: Birth): void {
  const credited = amountsOf<Invoice>({
    ...invoice,
    pre_payment_credit_notes_amount:
      invoice.pre_payment_credit_notes_amount + sign * note.pre_payment_amount,
    post_payment_credit_notes_amount:
      invoice.post_payment_credit_notes_amount + sign * note.post_payment_amount,
  })
  const isSettled = credited.status === 'open' && credited.amount_remaining === 0
  const transitions = { ...credited.status_transitions, paid_at: birth.at }
  const after: Invoice = isSettled
    ? { ...credited, status: 'paid', status_transitions: transitions }
    : credited
  if (note.pre_payment_amount > 0) askFor(ledger, after, birth)
  const types = isSettled ? ['invoice.updated', 'invoice.paid'] : ['invoice.updated']
  ledger.record(after, types, { birth, previous: differences(invoice, after) })
}

/** The payment that waits asks for what is left, or is called off. */
function askFor(ledger: Ledger, { id, amount_remaining: left }: Invoice, birth: Birth): void {
  for (const payment of ledger.store.list('invoice_payment', { invoice: id, limit: 100 })) {
    if (payment.status !== 'open') continue
    const intent = ledger.require('payment_intent', payment.payment.payment_intent)
    if (left > 0) {
      ledger.record({ ...payment, amount_requested: left }, [], { birth })
      ledger.record({ ...intent, amount: left }, [], { birth })
      continue
    }
    const ended = { status: 'canceled', canceled_at: birth.at } as const
    const transitions = { ...payment.status_transitions, canceled_at: birth.at }
    ledger.record({ ...payment, status: 'canceled', status_transitions: transitions }, [], {
      birth,
    })
    ledger.record({ ...intent, ...ended }, ['payment_intent.canceled'], { birth })
  }
}
