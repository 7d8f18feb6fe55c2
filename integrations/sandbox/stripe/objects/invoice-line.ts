/** A line of an invoice, made from what a person would write on it. */
import type { Birth } from './birth.ts'

export interface LineFields {
  description: string
  /** Decimal text, up to twelve places. */
  quantity: string
  /** Minor units. */
  unitAmount: number
  /** Defaults to quantity × unit amount, rounded. */
  amount?: number
  /** Percent of exclusive tax; 0 for none. */
  taxPercent?: number
}

export interface LineOwner {
  invoice: string
  currency: string
}

export type InvoiceLine = ReturnType<typeof newLine>

/** One tax rate per percentage; ids are letters only by Stripe's custom. */
export const taxRateId = (percent: number): string =>
  `txr_sandbox${String(percent).padStart(4, '0')}`

export function taxOf(amount: number, percent: number) {
  return {
    amount: Math.round((amount * percent) / 100),
    tax_behavior: 'exclusive' as const,
    tax_rate_details: { tax_rate: taxRateId(percent) },
    taxability_reason: 'standard_rated' as const,
    taxable_amount: amount,
    type: 'tax_rate_details' as const,
  }
}

export function newLine(fields: LineFields, owner: LineOwner, { at, ids }: Birth) {
  const amount = fields.amount ?? Math.round(Number(fields.quantity) * fields.unitAmount)
  const { taxPercent = 0 } = fields
  return {
    id: ids('il', 24),
    object: 'line_item' as const,
    amount,
    currency: owner.currency,
    description: fields.description,
    discount_amounts: [],
    discountable: true,
    discounts: [] as string[],
    invoice: owner.invoice,
    livemode: false,
    metadata: {},
    parent: {
      invoice_item_details: {
        invoice_item: ids('ii', 24),
        proration: false,
        proration_details: { credited_items: null },
        subscription: null,
      },
      subscription_item_details: null,
      type: 'invoice_item_details' as const,
    },
    period: { start: at, end: at },
    pretax_credit_amounts: [],
    pricing: {
      price_details: { price: ids('price', 24), product: ids('prod', 14) },
      type: 'price_details' as const,
      unit_amount_decimal: String(fields.unitAmount),
    },
    quantity: Math.trunc(Number(fields.quantity)),
    quantity_decimal: fields.quantity,
    subscription: null,
    subtotal: amount,
    taxes: taxPercent > 0 ? [taxOf(amount, taxPercent)] : [],
  }
}
