/**
 * Which events concern which record. Told by the object inside, not by the name alone: `customer.*` also
 * speaks of subscriptions, `charge.*` of disputes, and an upcoming invoice is no invoice yet.
 */
import { z } from 'zod'
import { KINDS_OF_SOURCE } from '#workflows/contracts/records.ts'
import { reference, stripeId } from './schema.ts'

export const STRIPE_KINDS = KINDS_OF_SOURCE.stripe
export type StripeKind = (typeof STRIPE_KINDS)[number]

export interface Subject {
  kind: StripeKind
  externalId: string
  /** What the payload says whose it is; links decide what tenant that means. */
  externalCustomerId: string | null
}

const owned = z.object({ id: stripeId, customer: reference.nullish() })
const ofPayment = z.object({ payment_intent: reference.nullish(), customer: reference.nullish() })
const ofInvoice = z.object({ payment: z.object({ payment_intent: reference.nullish() }) })

type Reading = { type: 'subject'; subject: Subject } | { type: 'none' } | { type: 'broken' }
type Reader = (object: unknown) => Reading

const subject = (kind: StripeKind, externalId: string, customer: string | null): Reading => ({
  type: 'subject',
  subject: { kind, externalId, externalCustomerId: customer },
})

const own =
  (kind: StripeKind): Reader =>
  (object) => {
    const found = owned.safeParse(object).data
    if (!found) return { type: 'broken' }
    return subject(kind, found.id, kind === 'customer' ? found.id : (found.customer ?? null))
  }

const paymentBehind: Reader = (object) => {
  const found = ofPayment.safeParse(object).data
  if (!found) return { type: 'broken' }
  // Charges older than payment intents have none, and are no payment of ours.
  if (!found.payment_intent) return { type: 'none' }
  return subject('payment', found.payment_intent, found.customer ?? null)
}

/** Event name up to its last dot, then `object` of what is inside. */
const READERS: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  customer: { customer: own('customer') },
  'customer.tax_id': {
    tax_id: (object) => {
      const customer = owned.safeParse(object).data?.customer
      return customer ? subject('customer', customer, customer) : { type: 'none' }
    },
  },
  invoice: { invoice: own('invoice') },
  payment_intent: { payment_intent: own('payment') },
  invoice_payment: {
    invoice_payment: (object) => {
      const found = ofInvoice.safeParse(object).data
      if (!found) return { type: 'broken' }
      const intent = found.payment.payment_intent
      return intent ? subject('payment', intent, null) : { type: 'none' }
    },
  },
  charge: { charge: paymentBehind },
  'charge.refund': { refund: paymentBehind },
  refund: { refund: paymentBehind },
  'customer.subscription': { subscription: own('subscription') },
  payment_method: { payment_method: own('payment_method') },
  credit_note: { credit_note: own('credit_note') },
}

/** A preview: it has no id that could ever be fetched. */
const NEVER = ['invoice.upcoming']

export function readSubject(type: string, object: { object?: string | undefined }): Reading {
  if (NEVER.includes(type)) return { type: 'none' }
  const family = type.slice(0, Math.max(type.lastIndexOf('.'), 0))
  const readers = Object.hasOwn(READERS, family) ? READERS[family] : undefined
  const name = object.object ?? ''
  const reader = readers && Object.hasOwn(readers, name) ? readers[name] : undefined
  return reader ? reader(object) : { type: 'none' }
}

const renamed = z.object({ object: z.literal('product'), id: stripeId })

/**
 * The product whose new name concerns everybody who subscribed to it; null for any other event. Prices need no such
 * look: what they cost never changes, and a new price is a new item.
 */
export function renamedProduct(
  type: string,
  data: { object: unknown; previous_attributes?: object | null | undefined },
): string | null {
  if (type !== 'product.updated') return null
  const { previous_attributes: previous } = data
  if (previous && !Object.hasOwn(previous, 'name')) return null
  return renamed.safeParse(data.object).data?.id ?? null
}

/** What a poll asks the events list for; at most 20 names each. */
export const POLLED_EVENTS: Readonly<Record<StripeKind, readonly string[]>> = {
  customer: [
    'customer.created',
    'customer.updated',
    'customer.deleted',
    'customer.tax_id.created',
    'customer.tax_id.updated',
    'customer.tax_id.deleted',
  ],
  invoice: [
    'invoice.created',
    'invoice.updated',
    'invoice.deleted',
    'invoice.finalized',
    'invoice.sent',
    'invoice.overdue',
    'invoice.paid',
    'invoice.overpaid',
    'invoice.payment_succeeded',
    'invoice.payment_failed',
    'invoice.payment_action_required',
    'invoice.voided',
    'invoice.marked_uncollectible',
  ],
  payment: [
    'payment_intent.created',
    'payment_intent.processing',
    'payment_intent.requires_action',
    'payment_intent.payment_failed',
    'payment_intent.succeeded',
    'payment_intent.canceled',
    'payment_intent.amount_capturable_updated',
    'payment_intent.partially_funded',
    'invoice_payment.paid',
    'charge.succeeded',
    'charge.pending',
    'charge.failed',
    'charge.updated',
    'charge.refunded',
    'refund.created',
    'refund.updated',
    'refund.failed',
  ],
  subscription: [
    'customer.subscription.created',
    'customer.subscription.updated',
    'customer.subscription.deleted',
    'customer.subscription.paused',
    'customer.subscription.resumed',
    'customer.subscription.pending_update_applied',
    'customer.subscription.pending_update_expired',
    'customer.subscription.trial_will_end',
    'product.updated',
  ],
  payment_method: [
    'payment_method.attached',
    'payment_method.updated',
    'payment_method.automatically_updated',
    'payment_method.detached',
  ],
  credit_note: ['credit_note.created', 'credit_note.updated', 'credit_note.voided'],
}
