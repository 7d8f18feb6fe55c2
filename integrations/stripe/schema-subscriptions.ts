/** Subscriptions, payment methods and credit notes, as API version 2026-08-26.dahlia words them; see schema.ts. */
import { z } from 'zod'
import {
  amount,
  currency,
  decimal,
  reference,
  seconds,
  stripeId,
  text,
  wireMethod,
  words,
} from './schema.ts'

/** A product by its id, whole where it was asked for, or a stub where it is gone. */
const product = z
  .union([stripeId, z.object({ id: stripeId, name: words })])
  .transform((value) => (typeof value === 'string' ? { id: value, name: null } : value))

const price = z.object({
  id: stripeId,
  product,
  nickname: words,
  billing_scheme: z.enum(['per_unit', 'tiered']),
  unit_amount_decimal: decimal.nullish(),
  /** Several pieces are sold as one package. */
  transform_quantity: z.object({ divide_by: z.int() }).nullish(),
  recurring: z.object({
    interval: z.enum(['day', 'week', 'month', 'year']),
    interval_count: z.int().min(1),
    usage_type: z.enum(['licensed', 'metered']),
  }),
})

/** Periods lie on the items: they may differ within one subscription. */
export const wireSubscriptionItem = z.object({
  id: stripeId,
  quantity: z.int().nullish(),
  price,
  current_period_start: seconds,
  current_period_end: seconds,
})

export const wireSubscription = z.object({
  object: z.literal('subscription'),
  id: stripeId,
  customer: reference,
  status: z.enum([
    'active',
    'canceled',
    'incomplete',
    'incomplete_expired',
    'past_due',
    'paused',
    'trialing',
    'unpaid',
  ]),
  currency,
  description: words,
  collection_method: z.enum(['charge_automatically', 'send_invoice']),
  pause_collection: z.object({ behavior: text(100) }).nullish(),
  created: seconds,
  start_date: seconds,
  trial_end: seconds.nullish(),
  cancel_at_period_end: z.boolean(),
  cancel_at: seconds.nullish(),
  canceled_at: seconds.nullish(),
  ended_at: seconds.nullish(),
  default_payment_method: reference.nullish(),
  default_source: reference.nullish(),
  items: z.object({ data: z.array(wireSubscriptionItem).max(1_000), has_more: z.boolean() }),
})

export const wireProduct = z.object({ id: stripeId, name: words })

export const wirePaymentMethod = wireMethod.extend({
  object: z.literal('payment_method'),
  id: stripeId,
  created: seconds,
  /** Null once it is detached, which is for good. */
  customer: reference.nullish(),
  card: wireMethod.shape.card
    .unwrap()
    .unwrap()
    .extend({ exp_month: z.int().min(1).max(12), exp_year: z.int().min(1970).max(9999) })
    .nullish(),
})

export const wireCreditNote = z.object({
  object: z.literal('credit_note'),
  id: stripeId,
  customer: reference,
  invoice: reference,
  number: text(200).min(1),
  status: z.enum(['issued', 'void']),
  currency,
  total: amount,
  pre_payment_amount: amount,
  post_payment_amount: amount,
  reason: z.enum(['duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory']).nullish(),
  memo: words,
  pdf: words,
  created: seconds,
  effective_at: seconds.nullish(),
  voided_at: seconds.nullish(),
})

export type WireSubscription = z.infer<typeof wireSubscription>
export type WireSubscriptionItem = z.infer<typeof wireSubscriptionItem>
export type WirePaymentMethod = z.infer<typeof wirePaymentMethod>
export type WireCreditNote = z.infer<typeof wireCreditNote>
