/**
 * The parts of Stripe's objects we read, as API version 2026-08-26.dahlia words them. Unknown fields are
 * ignored, so that Stripe may grow; numbers must be safe integers, text must be text PostgreSQL can hold.
 */
import { z } from 'zod'

/** NUL and lone surrogates are legal in JSON but fit no PostgreSQL text. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), 'must be plain Unicode')

export const stripeId = text(255).min(1)
export const words = text(5_000).nullish()
export const amount = z.int()
export const currency = z.string().regex(/^[a-z]{3}$/, 'must be an ISO 4217 code in lower case')

/** Unix seconds, up to the year 9999. */
export const seconds = z.int().min(0).max(253_402_300_799)

/** The id of something that is sent as an id or, when expanded, as the object itself. */
export const reference = z
  .union([stripeId, z.object({ id: stripeId })])
  .transform((value) => (typeof value === 'string' ? value : value.id))

/** Decimal text; the library turns some of these into an object of its own. */
export const decimal = z
  .unknown()
  .transform((value): unknown => JSON.parse(JSON.stringify(value)))
  .pipe(z.string().regex(/^-?\d{1,20}(\.\d{1,12})?$/, 'must be a decimal number as text'))

const address = z.object({
  line1: words,
  line2: words,
  postal_code: words,
  city: words,
  state: words,
  country: words,
})

export const wireCustomer = z.object({
  object: z.literal('customer'),
  id: stripeId,
  created: seconds,
  name: words,
  email: words,
  phone: words,
  address: address.nullish(),
  invoice_settings: z.object({ default_payment_method: reference.nullish() }).nullish(),
  /** Older than payment methods, and charged where no default one is set. */
  default_source: reference.nullish(),
  /** Only there when asked for: a webhook never has it. */
  tax_ids: z.object({ data: z.array(z.object({ value: text(200) })) }).optional(),
})

export const wireDeleted = z.object({ id: stripeId, deleted: z.literal(true) })

export const wireLine = z.object({
  id: stripeId,
  description: words,
  amount,
  quantity: z.int().nullish(),
  quantity_decimal: decimal.nullish(),
  pricing: z.object({ unit_amount_decimal: decimal.nullish() }).nullish(),
  period: z.object({ start: seconds, end: seconds }).nullish(),
})

export const wireInvoice = z.object({
  object: z.literal('invoice'),
  id: stripeId,
  customer: reference,
  number: text(200).nullish(),
  status: z.enum(['draft', 'open', 'paid', 'void', 'uncollectible']),
  currency,
  subtotal: amount,
  total: amount,
  total_taxes: z.array(z.object({ amount })).nullish(),
  amount_paid: amount,
  amount_remaining: amount,
  description: words,
  metadata: z.record(z.string(), z.string()).nullish(),
  created: seconds,
  effective_at: seconds.nullish(),
  due_date: seconds.nullish(),
  status_transitions: z.object({
    finalized_at: seconds.nullish(),
    paid_at: seconds.nullish(),
    voided_at: seconds.nullish(),
    marked_uncollectible_at: seconds.nullish(),
  }),
  hosted_invoice_url: words,
  invoice_pdf: words,
  lines: z.object({ data: z.array(wireLine).max(10_000), has_more: z.boolean() }),
})

const last4 = z.object({ last4: text(20).nullish() })

/** What payments and payment methods alike say of how somebody pays. Numbers and fingerprints are not read. */
export const wireMethod = z.object({
  type: text(100).min(1),
  card: last4.extend({ brand: text(50).nullish() }).nullish(),
  sepa_debit: last4.nullish(),
  us_bank_account: last4.extend({ bank_name: text(200).nullish() }).nullish(),
})

export const wireCharge = z.object({
  id: stripeId,
  created: seconds,
  amount_refunded: amount,
  receipt_url: words,
  failure_message: words,
  payment_method_details: wireMethod.nullish(),
})

export const wirePaymentIntent = z.object({
  object: z.literal('payment_intent'),
  id: stripeId,
  created: seconds,
  customer: reference.nullish(),
  status: z.enum([
    'requires_payment_method',
    'requires_confirmation',
    'requires_action',
    'requires_capture',
    'processing',
    'succeeded',
    'canceled',
  ]),
  amount,
  currency,
  canceled_at: seconds.nullish(),
  last_payment_error: z.object({ message: words }).nullish(),
  /** Expanded; null before the first attempt. */
  latest_charge: wireCharge.nullish(),
})

export const wireInvoicePayment = z.object({
  invoice: reference,
  payment: z.object({ type: z.string(), payment_intent: reference.nullish() }),
})

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** As they came: what is inside is looked at by the schema of its kind, and most of it by nobody, so nothing is copied. */
const anyObject = z.custom<object>(isObject, 'must be an object')
const namedObject = z.custom<{ object?: string | undefined }>(
  (value) =>
    isObject(value) &&
    (!('object' in value) || value.object === undefined || typeof value.object === 'string'),
  'must be an object of Stripe',
)

/** A snapshot event. */
export const wireEvent = z.object({
  id: text(255).min(1),
  object: z.literal('event'),
  type: text(200).min(1),
  api_version: z.string().nullish(),
  created: seconds,
  data: z.object({
    object: namedObject,
    previous_attributes: anyObject.nullish(),
  }),
})

export type WireCustomer = z.infer<typeof wireCustomer>
export type WireInvoice = z.infer<typeof wireInvoice>
export type WireLine = z.infer<typeof wireLine>
export type WireMethod = z.infer<typeof wireMethod>
export type WirePaymentIntent = z.infer<typeof wirePaymentIntent>
export type WireEvent = z.infer<typeof wireEvent>

/** The first three faults as one line, each with its place; never with the value found there. */
export function faultsOf(error: z.ZodError): string {
  const faults = error.issues.slice(0, 3).map((issue) => {
    const place = issue.path.map(String).join('.')
    return place ? `${place}: ${issue.message}` : issue.message
  })
  const more = error.issues.length - faults.length
  return more > 0 ? `${faults.join('; ')}; and ${String(more)} more` : faults.join('; ')
}
