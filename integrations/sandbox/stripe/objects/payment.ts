/** Payment intent, charge and the link between invoice and payment, as Stripe answers with them. */
import type { Birth } from './birth.ts'
import type { Invoice } from './invoice.ts'

/** How the customers of the demo pay, and the two ways in which it does not work at once. */
export const METHODS = {
  card: { type: 'card', brand: 'visa', last4: '4242' },
  mastercard: { type: 'card', brand: 'mastercard', last4: '4444' },
  sepa: { type: 'sepa_debit', last4: '3000' },
  transfer: { type: 'customer_balance' },
  declined: { type: 'card', brand: 'visa', last4: '0341' },
} as const
export type Method = keyof typeof METHODS

export const DECLINE = {
  code: 'card_declined',
  decline_code: 'insufficient_funds',
  message: 'Your card has insufficient funds.',
  type: 'card_error',
} as const

export type PaymentIntent = ReturnType<typeof newIntent>
export type Charge = ReturnType<typeof newCharge>
export type InvoicePayment = ReturnType<typeof newInvoicePayment>

type IntentStatus = 'requires_payment_method' | 'processing' | 'succeeded' | 'canceled'

export function newIntent(invoice: Invoice, { at, ids }: Birth) {
  const id = ids('pi', 24)
  return {
    id,
    object: 'payment_intent' as const,
    amount: invoice.amount_remaining,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null as number | null,
    cancellation_reason: null as 'void_invoice' | null,
    capture_method: 'automatic' as const,
    client_secret: `${id}_secret_${ids('', 25)}` as string | null,
    confirmation_method: 'automatic' as const,
    created: at,
    currency: invoice.currency,
    customer: invoice.customer,
    description: 'Payment for Invoice',
    last_payment_error: null as typeof DECLINE | null,
    latest_charge: null as string | null,
    livemode: false,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null as string | null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card', 'sepa_debit', 'customer_balance'],
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method' as IntentStatus,
    transfer_data: null,
    transfer_group: null,
  }
}

function detailsOf(method: Method) {
  const used = METHODS[method]
  if (used.type === 'customer_balance') return { type: used.type, customer_balance: {} }
  const { last4 } = used
  if (used.type === 'sepa_debit') {
    const bank = {
      bank_code: '37040044',
      branch_code: '',
      country: 'DE',
      fingerprint: null,
      mandate: null,
    }
    return { type: used.type, sepa_debit: { ...bank, last4 } }
  }
  const checks = { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' }
  return {
    type: used.type,
    card: {
      amount_authorized: null,
      authorization_code: null,
      brand: used.brand,
      checks,
      country: 'DE',
      exp_month: 12,
      exp_year: 2031,
      fingerprint: null,
      funding: 'credit',
      installments: null,
      last4,
      mandate: null,
      network: used.brand,
      network_token: null,
      network_transaction_id: null,
      regulated_status: 'unregulated',
      three_d_secure: null,
      wallet: null,
    },
  }
}

/** What Stripe sends and nobody here uses. */
const UNUSED_BY_CHARGES = {
  on_behalf_of: null,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null,
}

export interface ChargeFields {
  intent: PaymentIntent
  invoice: Invoice
  method: Method
  status: 'succeeded' | 'pending' | 'failed'
  /** Where receipts are shown; the charge's id follows. */
  receipts: string
}

export function newCharge(fields: ChargeFields, { at, ids }: Birth) {
  const { intent, invoice, method, status, receipts } = fields
  const id = ids(method === 'sepa' || method === 'transfer' ? 'py' : 'ch', 24)
  const failed = status === 'failed'
  return {
    id,
    object: 'charge' as const,
    amount: intent.amount,
    amount_captured: failed ? 0 : intent.amount,
    amount_refunded: 0,
    ...UNUSED_BY_CHARGES,
    billing_details: {
      address: null,
      email: invoice.customer_email,
      name: invoice.customer_name,
      phone: null,
      tax_id: null,
    },
    calculated_statement_descriptor: 'HALDEN STEAM',
    captured: !failed,
    created: at,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: failed ? DECLINE.code : null,
    failure_message: failed ? DECLINE.message : null,
    fraud_details: {},
    livemode: false,
    metadata: {},
    outcome: null,
    paid: status === 'succeeded',
    payment_intent: intent.id,
    payment_method: ids('pm', 24),
    payment_method_details: detailsOf(method),
    receipt_email: null,
    receipt_number: null,
    receipt_url: failed ? null : receipts + id,
    refunded: false,
    review: null,
    shipping: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status,
    transfer_data: null,
    transfer_group: null,
  }
}

export function newInvoicePayment(invoice: Invoice, intent: PaymentIntent, { at, ids }: Birth) {
  return {
    id: ids('inpay', 24),
    object: 'invoice_payment' as const,
    amount_paid: null as number | null,
    amount_requested: intent.amount,
    created: at,
    currency: intent.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { type: 'payment_intent' as const, payment_intent: intent.id },
    status: 'open' as 'open' | 'paid' | 'canceled',
    status_transitions: { canceled_at: null as number | null, paid_at: null as number | null },
  }
}
