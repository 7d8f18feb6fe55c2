/** A credit note as Stripe answers with it: before payment it lowers what is due, afterwards it gives money back. */
import type { Birth } from './birth.ts'
import type { Invoice } from './invoice.ts'

export const CREDIT_REASONS = [
  'duplicate',
  'fraudulent',
  'order_change',
  'product_unsatisfactory',
] as const
export type CreditReason = (typeof CREDIT_REASONS)[number]

export interface CreditNoteFields {
  /** Minor units, with tax. */
  amount: number
  reason?: CreditReason | null
  memo?: string | null
  /** As the order system calls it; otherwise it is counted from the invoice's. */
  number?: string
}

export interface CreditPlace {
  invoice: Invoice
  /** Of the notes of this invoice, from 1. */
  sequence: number
  /** Whether the invoice was paid already. */
  isPaid: boolean
  /** Where the file is shown. */
  pdf: (id: string) => string
}

export type CreditNote = ReturnType<typeof newCreditNote>

/** One line in words; which lines of the invoice it is about is not told here. */
const linesOf = (id: string, { amount, memo }: CreditNoteFields, ids: Birth['ids']) => ({
  object: 'list' as const,
  data: [
    {
      id: ids('cnli', 24),
      object: 'credit_note_line_item' as const,
      amount,
      description: memo ?? 'Credit',
      discount_amount: 0,
      discount_amounts: [],
      livemode: false,
      metadata: {},
      pretax_credit_amounts: [],
      quantity: 1,
      tax_rates: [],
      taxes: [],
      type: 'custom_line_item' as const,
      unit_amount: amount,
      unit_amount_decimal: String(amount),
    },
  ],
  has_more: false,
  url: `/v1/credit_notes/${id}/lines`,
})

export function newCreditNote(fields: CreditNoteFields, place: CreditPlace, { at, ids }: Birth) {
  const { invoice, isPaid } = place
  const { amount } = fields
  const id = ids('cn', 24)
  return {
    id,
    object: 'credit_note' as const,
    amount,
    amount_shipping: 0,
    created: at,
    currency: invoice.currency,
    customer: invoice.customer,
    customer_account: null,
    customer_balance_transaction: null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: at,
    invoice: invoice.id,
    lines: linesOf(id, fields, ids),
    livemode: false,
    memo: fields.memo ?? null,
    metadata: {},
    number:
      fields.number ?? `${invoice.number ?? 'DRAFT'}-CN-${String(place.sequence).padStart(2, '0')}`,
    out_of_band_amount: isPaid ? amount : null,
    pdf: place.pdf(id),
    post_payment_amount: isPaid ? amount : 0,
    pre_payment_amount: isPaid ? 0 : amount,
    pretax_credit_amounts: [],
    reason: fields.reason ?? null,
    refunds: [],
    shipping_cost: null,
    status: 'issued' as 'issued' | 'void',
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_excluding_tax: amount,
    total_taxes: [],
    type: isPaid ? ('post_payment' as const) : ('pre_payment' as const),
    voided_at: null as number | null,
  }
}
