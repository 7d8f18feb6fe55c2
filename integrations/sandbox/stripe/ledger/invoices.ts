/** Invoices from draft to open, void or written off, each step with the events Stripe sends for it. */
import { refused } from '../failure.ts'
import type { Birth } from '../objects/birth.ts'
import { amountsOf, type Invoice, type InvoiceFields, newInvoice } from '../objects/invoice.ts'
import { type LineFields, newLine } from '../objects/invoice-line.ts'
import { newIntent, newInvoicePayment } from '../objects/payment.ts'
import { differences, type Ledger } from './ledger.ts'

const DAY = 86_400

export interface NewInvoice extends InvoiceFields {
  customer: string
  lines?: readonly LineFields[]
}

const withLines = (invoice: Invoice, lines: readonly LineFields[], birth: Birth): Invoice => {
  const owner = { invoice: invoice.id, currency: invoice.currency }
  const made = lines.map((line) => newLine(line, owner, birth))
  const data = [...invoice.lines.data, ...made]
  return amountsOf({ ...invoice, lines: { ...invoice.lines, data } })
}

export function createInvoice(ledger: Ledger, fields: NewInvoice, birth: Birth): Invoice {
  const customer = ledger.require('customer', fields.customer, 'customer')
  const currency = fields.currency.toLowerCase()
  if (customer.currency === null) ledger.store.put({ ...customer, currency })
  const invoice = withLines(newInvoice(fields, customer, birth), fields.lines ?? [], birth)
  ledger.record(invoice, ['invoice.created'], { birth })
  return invoice
}

export function addLines(
  ledger: Ledger,
  { id, lines }: { id: string; lines: readonly LineFields[] },
  birth: Birth,
): Invoice {
  const before = ledger.require('invoice', id)
  if (before.status !== 'draft') throw refused('You can only add lines to a draft invoice.')
  const after = withLines(before, lines, birth)
  const previous = differences(before, after)
  ledger.record(after, ['invoice.updated'], { birth, previous })
  return after
}

export interface InvoicePatch {
  id: string
  description?: string | null | undefined
  metadata?: Record<string, string> | undefined
  dueDate?: number | undefined
}

export function updateInvoice(ledger: Ledger, patch: InvoicePatch, birth: Birth): Invoice {
  const before = ledger.require('invoice', patch.id)
  if (patch.dueDate !== undefined && before.status !== 'draft') {
    throw refused('You can only change the due date of a draft invoice.', { param: 'due_date' })
  }
  const after: Invoice = {
    ...before,
    description: patch.description === undefined ? before.description : patch.description,
    metadata: { ...before.metadata, ...patch.metadata },
    due_date: patch.dueDate ?? before.due_date,
  }
  ledger.record(after, ['invoice.updated'], { birth, previous: differences(before, after) })
  return after
}

/** Draft → open: it gets its number, its pages, and the payment intent it is paid with. */
export function finalizeInvoice(ledger: Ledger, id: string, birth: Birth): Invoice {
  const before = ledger.require('invoice', id)
  if (before.status !== 'draft') throw refused('This invoice is already finalized.')
  const { at } = birth
  const customer = ledger.require('customer', before.customer, 'customer')
  const sequence = customer.next_invoice_sequence
  ledger.store.put({ ...customer, next_invoice_sequence: sequence + 1 })
  const intent = newIntent(before, birth)
  const days = before._days_until_due
  const after: Invoice = {
    ...before,
    status: 'open',
    number: `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`,
    effective_at: at,
    due_date: before.due_date ?? (days === null ? null : at + days * DAY),
    ending_balance: 0,
    hosted_invoice_url: ledger.store.link(`i/${id}`),
    invoice_pdf: ledger.store.link(`i/${id}/pdf`),
    confirmation_secret: { client_secret: intent.client_secret ?? '', type: 'payment_intent' },
    status_transitions: { ...before.status_transitions, finalized_at: at },
  }
  ledger.record(intent, ['payment_intent.created'], { birth })
  ledger.record(newInvoicePayment(after, intent, birth), [], { birth })
  const change = { birth, previous: differences(before, after) }
  ledger.record(after, ['invoice.finalized', 'invoice.updated'], change)
  return after
}

export function voidInvoice(ledger: Ledger, id: string, birth: Birth): Invoice {
  const before = ledger.require('invoice', id)
  if (before.status !== 'open' && before.status !== 'uncollectible') {
    throw refused(
      `You can only void open or uncollectible invoices, and this one is ${before.status}.`,
    )
  }
  const after: Invoice = {
    ...before,
    status: 'void',
    confirmation_secret: null,
    status_transitions: { ...before.status_transitions, voided_at: birth.at },
  }
  cancelPayments(ledger, id, birth)
  const change = { birth, previous: differences(before, after) }
  ledger.record(after, ['invoice.voided', 'invoice.updated'], change)
  return after
}

function cancelPayments(ledger: Ledger, invoice: string, birth: Birth): void {
  for (const payment of ledger.store.list('invoice_payment', { invoice, limit: 100 })) {
    if (payment.status !== 'open') continue
    const transitions = { ...payment.status_transitions, canceled_at: birth.at }
    const canceled = { ...payment, status: 'canceled', status_transitions: transitions } as const
    ledger.record(canceled, [], { birth })
    const intent = ledger.require('payment_intent', payment.payment.payment_intent)
    const end = { status: 'canceled', canceled_at: birth.at } as const
    const after = { ...intent, ...end, cancellation_reason: 'void_invoice' as const }
    ledger.record(after, ['payment_intent.canceled'], { birth })
  }
}

export function markUncollectible(ledger: Ledger, id: string, birth: Birth): Invoice {
  const before = ledger.require('invoice', id)
  if (before.status !== 'open') {
    throw refused(`You can only write off open invoices, and this one is ${before.status}.`)
  }
  const transitions = { ...before.status_transitions, marked_uncollectible_at: birth.at }
  const after: Invoice = { ...before, status: 'uncollectible', status_transitions: transitions }
  const change = { birth, previous: differences(before, after) }
  ledger.record(after, ['invoice.marked_uncollectible', 'invoice.updated'], change)
  return after
}

export function deleteInvoice(ledger: Ledger, id: string, birth: Birth): void {
  const invoice = ledger.require('invoice', id)
  if (invoice.status !== 'draft') throw refused('You can only delete draft invoices.')
  ledger.store.remove(id)
  ledger.tell(invoice, 'invoice.deleted', { birth })
}
