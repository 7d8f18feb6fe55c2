/** A way to pay that a customer keeps on file, as Stripe answers with it. */
import type { Birth } from './birth.ts'

export type MethodFields = { id?: string; customer: string } & (
  | { type: 'card'; brand: string; last4: string; expMonth: number; expYear: number }
  | { type: 'sepa_debit'; last4: string }
)

export type PaymentMethod = ReturnType<typeof newPaymentMethod>

const cardOf = (fields: Extract<MethodFields, { type: 'card' }>) => ({
  brand: fields.brand,
  checks: {
    address_line1_check: null,
    address_postal_code_check: null,
    cvc_check: 'pass' as const,
  },
  country: 'DE',
  display_brand: fields.brand,
  exp_month: fields.expMonth,
  exp_year: fields.expYear,
  // Stripe sends one; what reads payment methods must leave it.
  fingerprint: `fp${fields.last4}${fields.brand}`,
  funding: 'credit' as const,
  generated_from: null,
  last4: fields.last4,
  networks: { available: [fields.brand], preferred: null },
  regulated_status: 'unregulated' as const,
  three_d_secure_usage: { supported: true },
  wallet: null,
})

const sepaOf = ({ last4 }: { last4: string }) => ({
  bank_code: '37040044',
  branch_code: '',
  country: 'DE',
  fingerprint: `fp${last4}`,
  generated_from: { charge: null, setup_attempt: null },
  last4,
})

export function newPaymentMethod(fields: MethodFields, { at, ids }: Birth) {
  return {
    id: fields.id ?? ids('pm', 24),
    object: 'payment_method' as const,
    allow_redisplay: 'unspecified' as const,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    created: at,
    customer: fields.customer as string | null,
    customer_account: null,
    livemode: false,
    metadata: {},
    ...(fields.type === 'card'
      ? { type: fields.type, card: cardOf(fields) }
      : { type: fields.type, sepa_debit: sepaOf(fields) }),
  }
}
