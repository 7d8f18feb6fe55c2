/** An invoice as Stripe answers with it. Its amounts are always the sum of its lines. */
import type { Birth } from './birth.ts'
import type { Customer } from './customer.ts'
import type { InvoiceLine } from './invoice-line.ts'

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'void' | 'uncollectible'

export interface InvoiceFields {
  currency: string
  description?: string | null
  metadata?: Record<string, string>
  /** Days from finalizing; without it the invoice is charged at once and has no due date. */
  daysUntilDue?: number | null
}

/** What the operator is called on its invoices. */
export const ACCOUNT_NAME = 'Halden Steam'

/** Stripe sends this many lines with an invoice; the rest comes in pages. */
const LINES_SENT = 10

export type Invoice = ReturnType<typeof newInvoice>

/** What Stripe sends and nobody here uses. */
const UNUSED = {
  on_behalf_of: null,
  parent: null,
  payment_settings: {
    default_mandate: null,
    payment_method_options: null,
    payment_method_types: null,
  },
  post_payment_credit_notes_amount: 0,
  pre_payment_credit_notes_amount: 0,
  rendering: null,
  shipping_cost: null,
  shipping_details: null,
  starting_balance: 0,
  statement_descriptor: null,
  test_clock: null,
  total_discount_amounts: [],
  total_pretax_credit_amounts: [],
}

function openingState(fields: InvoiceFields, at: number) {
  return {
    attempt_count: 0,
    attempted: false,
    auto_advance: false,
    automatically_finalizes_at: null,
    billing_reason: 'manual' as const,
    collection_method:
      fields.daysUntilDue == null ? ('charge_automatically' as const) : ('send_invoice' as const),
    confirmation_secret: null as { client_secret: string; type: string } | null,
    due_date: null as number | null,
    effective_at: null as number | null,
    ending_balance: null as number | null,
    hosted_invoice_url: null as string | null,
    invoice_pdf: null as string | null,
    next_payment_attempt: null,
    number: null as string | null,
    period_end: at,
    period_start: at,
    receipt_number: null,
    status: 'draft' as InvoiceStatus,
    status_transitions: {
      finalized_at: null as number | null,
      marked_uncollectible_at: null as number | null,
      paid_at: null as number | null,
      voided_at: null as number | null,
    },
    webhooks_delivered_at: at as number | null,
  }
}

function customerPart(customer: Customer) {
  return {
    customer: customer.id,
    customer_address: customer.address,
    customer_email: customer.email,
    customer_name: customer.name,
    customer_phone: customer.phone,
    customer_shipping: null,
    customer_tax_exempt: customer.tax_exempt,
    customer_tax_ids: customer.tax_ids.data.map(({ type, value }) => ({ type, value })),
  }
}

export function newInvoice(fields: InvoiceFields, customer: Customer, { at, ids }: Birth) {
  const id = ids('in', 24)
  return amountsOf({
    id,
    object: 'invoice' as const,
    account_country: 'NO',
    account_name: ACCOUNT_NAME,
    account_tax_ids: null,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_paid_off_stripe: 0,
    amount_shipping: 0,
    application: null,
    automatic_tax: {
      disabled_reason: null,
      enabled: false,
      liability: null,
      provider: null,
      status: null,
    },
    created: at,
    currency: fields.currency.toLowerCase(),
    custom_fields: null,
    ...customerPart(customer),
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [] as string[],
    description: fields.description ?? null,
    discounts: [] as string[],
    footer: null,
    from_invoice: null,
    issuer: { type: 'self' as const },
    last_finalization_error: null,
    latest_revision: null,
    lines: {
      object: 'list' as const,
      data: [] as InvoiceLine[],
      has_more: false,
      url: `/v1/invoices/${id}/lines`,
    },
    livemode: false,
    metadata: fields.metadata ?? {},
    ...UNUSED,
    ...openingState(fields, at),
    /** Ours: days from finalizing to due. Never sent. */
    _days_until_due: fields.daysUntilDue ?? null,
  })
}

interface Counted {
  lines: { data: InvoiceLine[] }
  amount_paid: number
  amount_paid_off_stripe: number
  pre_payment_credit_notes_amount: number
}

/** The same invoice with every sum made new from its lines and what was paid. */
export function amountsOf<T extends Counted>(invoice: T) {
  const lines = invoice.lines.data
  const subtotal = lines.reduce((sum, line) => sum + line.amount, 0)
  const totalTaxes = sumTaxes(lines)
  const total = subtotal + totalTaxes.reduce((sum, tax) => sum + tax.amount, 0)
  const due = total - invoice.pre_payment_credit_notes_amount
  return {
    ...invoice,
    amount_due: due,
    amount_remaining: due - invoice.amount_paid,
    subtotal,
    subtotal_excluding_tax: subtotal,
    total,
    total_excluding_tax: subtotal,
    total_taxes: totalTaxes,
  }
}

/** One entry per tax rate. */
function sumTaxes(lines: readonly InvoiceLine[]): InvoiceLine['taxes'] {
  const sums = new Map<string, InvoiceLine['taxes'][number]>()
  for (const tax of lines.flatMap((line) => line.taxes)) {
    const rate = tax.tax_rate_details.tax_rate
    const sum = sums.get(rate)
    const amount = tax.amount + (sum?.amount ?? 0)
    const taxable = tax.taxable_amount + (sum?.taxable_amount ?? 0)
    sums.set(rate, { ...tax, amount, taxable_amount: taxable })
  }
  return [...sums.values()]
}

/** As Stripe sends it: the first lines only, and nothing of ours. */
export function sentInvoice(invoice: Invoice): object {
  const { lines } = invoice
  const data = lines.data.slice(0, LINES_SENT)
  const sentLines = { ...lines, data, has_more: lines.data.length > LINES_SENT }
  return { ...invoice, lines: sentLines, _days_until_due: undefined }
}
