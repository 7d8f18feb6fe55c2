/**
 * What a customer has agreed to at Stripe: subscriptions with their items, the ways it pays, and what was credited on
 * invoices. Versions are those of billing.ts. Products and prices are the operator's catalogue and belong to no
 * customer: what of them a page shows is a fact of the item that names them.
 */

export const SUBSCRIPTION_STATES = [
  'trialing',
  'active',
  'past_due',
  'unpaid',
  'paused',
  'incomplete',
  'cancelled',
  'expired',
] as const
/** `incomplete`: the first payment is missing; `expired`: it never came. */
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number]

/** Over for good: shown as history, never charged again. */
export const ENDED_SUBSCRIPTION_STATES = ['cancelled', 'expired'] as const

export const BILLING_INTERVALS = ['day', 'week', 'month', 'year'] as const
export type BillingInterval = (typeof BILLING_INTERVALS)[number]

export interface SubscriptionItem {
  externalId: string
  /** Order in the subscription, from 1. */
  position: number
  priceExternalId: string
  productExternalId: string
  /** Of the product, as it was called when this was read. */
  name: string
  /** Seats or pieces; null where usage is counted instead. */
  quantity: number | null
  /** Minor units for one of them; null where that depends on tiers, packages or usage. */
  unitPriceMinor: number | null
  /** For a whole period before taxes and discounts; null where it cannot be known before. */
  amountMinor: number | null
  /** One period is `intervalCount` times this. */
  interval: BillingInterval
  intervalCount: number
  /** ISO 8601; the end is when the next period is charged. */
  periodStart: string
  periodEnd: string
}

export interface SubscriptionRecord {
  externalId: string
  version: number
  externalCustomerId: string
  state: SubscriptionState
  /** ISO 4217 */
  currency: string
  description: string | null
  /** `automatic` charges a payment method, `invoice` sends an invoice to be paid. */
  collection: 'automatic' | 'invoice'
  /** Invoices are held back for now, whatever the state says. */
  isCollectionPaused: boolean
  startedAt: string
  /** The next charge: the earliest end of an item's period. Null: none follows. */
  renewsAt: string | null
  trialEndsAt: string | null
  cancelsAtPeriodEnd: boolean
  /** When it will end, or was to end; null: it goes on. */
  cancelAt: string | null
  /** When somebody asked for its end. */
  cancelledAt: string | null
  endedAt: string | null
  /** What it is charged to in place of the customer's default; null: that. */
  paymentMethodExternalId: string | null
  changedAt: string
  items: SubscriptionItem[]
}

/** A card, a bank account or the like. Its number and fingerprint are never read. */
export interface PaymentMethodRecord {
  externalId: string
  version: number
  externalCustomerId: string
  /** Stripe's word, e.g. `card`, `sepa_debit`. */
  type: string
  /** Card brand or name of the bank; null where there is none. */
  brand: string | null
  last4: string | null
  /** Last day it can be used, `YYYY-MM-DD`; null: it does not expire. */
  expiresOn: string | null
  /** What a person recognises it by, as payments have it, e.g. `visa ····4242`. */
  label: string
  createdAt: string
  changedAt: string
}

export const CREDIT_NOTE_REASONS = [
  'duplicate',
  'fraudulent',
  'order_change',
  'product_unsatisfactory',
] as const
export type CreditNoteReason = (typeof CREDIT_NOTE_REASONS)[number]

export const CREDIT_NOTE_STATES = ['issued', 'void'] as const
export type CreditNoteState = (typeof CREDIT_NOTE_STATES)[number]

export interface CreditNoteRecord {
  externalId: string
  version: number
  externalCustomerId: string
  invoiceExternalId: string
  number: string
  state: CreditNoteState
  /** ISO 4217 */
  currency: string
  /** Minor units, with tax: what was still to be paid became less by this … */
  reducedMinor: number
  /** … and this was given back of what had been paid. */
  returnedMinor: number
  totalMinor: number
  reason: CreditNoteReason | null
  memo: string | null
  /** Absolute https URL of Stripe, or null. */
  pdfUrl: string | null
  issuedAt: string
  voidedAt: string | null
  changedAt: string
}
