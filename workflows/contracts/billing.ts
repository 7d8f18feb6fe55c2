/** Customers, invoices and payments as Stripe owns them. Amounts are minor units of the record's currency. */
import type { PostalAddress } from './crm.ts'

/**
 * Stripe objects carry no version, so theirs is the second they are known to be true at: `created` of the event,
 * or the second before a request. Two sources of the same second are a tie, and a tie is fetched again.
 */
export interface BillingCustomerRecord {
  externalId: string
  version: number
  /** Its own id: what links resolve. */
  externalCustomerId: string
  name: string | null
  email: string | null
  phone: string | null
  address: PostalAddress
  taxIds: string[]
  /** What is charged unless a subscription says otherwise. */
  paymentMethodExternalId: string | null
  changedAt: string
}

/** Stripe's own states; `overdue`, `processing` and `disputed` are derived where they are shown. */
export const INVOICE_STATES = ['draft', 'open', 'paid', 'void', 'uncollectible'] as const
export type InvoiceState = (typeof INVOICE_STATES)[number]

/** The states as people see them, in the order in which they are offered; a draft is not shown at all. */
export const SHOWN_INVOICE_STATES = [
  'open',
  'processing',
  'overdue',
  'paid',
  'void',
  'uncollectible',
] as const
export type ShownInvoiceState = (typeof SHOWN_INVOICE_STATES)[number]

export interface InvoiceLine {
  externalId: string
  /** Order on the invoice, from 1. */
  position: number
  description: string
  quantity: string | null
  unitPriceMinor: number | null
  amountMinor: number
  periodStart: string | null
  periodEnd: string | null
}

export interface InvoiceRecord {
  externalId: string
  version: number
  externalCustomerId: string
  /** Null while it is a draft. */
  number: string | null
  state: InvoiceState
  currency: string
  subtotalMinor: number
  taxMinor: number
  totalMinor: number
  paidMinor: number
  /** What is still to be paid. */
  remainingMinor: number
  description: string | null
  /** Order number from the invoice's metadata (`order`), when the operator sets it. */
  orderNumber: string | null
  createdAt: string
  issuedAt: string | null
  dueAt: string | null
  paidAt: string | null
  voidedAt: string | null
  /** Absolute https URLs of Stripe, or null. */
  hostedUrl: string | null
  pdfUrl: string | null
  changedAt: string
  lines: InvoiceLine[]
}

export const PAYMENT_STATES = ['pending', 'processing', 'succeeded', 'failed', 'cancelled'] as const
export type PaymentState = (typeof PAYMENT_STATES)[number]

export interface PaymentRecord {
  externalId: string
  version: number
  /** Null for a payment without a customer; it stays unmapped. */
  externalCustomerId: string | null
  invoiceExternalId: string | null
  state: PaymentState
  amountMinor: number
  refundedMinor: number
  currency: string
  /** What a person recognises it by, e.g. `visa ····4242`; null until known. */
  methodLabel: string | null
  receiptUrl: string | null
  failureMessage: string | null
  createdAt: string
  changedAt: string
}
