/**
 * The Orders contract on the wire (openapi.json says the same in prose). Unknown fields are ignored, so that
 * the order system may grow; numbers must be safe integers, and text must be text PostgreSQL can hold.
 */
import { z } from 'zod'

/** Integers that survive JSON: a version of 2^53 or more would have lost digits when parsed. */
export const count = z.int().min(0)
const amount = z.int()

/** NUL and lone surrogates are legal in JSON but fit no PostgreSQL text. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), 'must be plain Unicode')

export const id = text(200).min(1)

/** An instant with zone, as UTC; years beyond 9999 do not exist in ISO 8601. */
export const instant = z.iso.datetime({ offset: true }).transform((value, context) => {
  const at = new Date(value)
  const year = at.getUTCFullYear()
  if (year >= 1 && year <= 9999) return at.toISOString()
  context.addIssue({ code: 'custom', message: 'must be an instant of the years 1 to 9999' })
  return z.NEVER
})

export const date = z.iso.date()
const quantity = z.string().regex(/^\d{1,12}(\.\d{1,6})?$/, 'must be a decimal number as text')

/** Whether no two of them have the same key: parts of one object that do could not be told apart later. */
export const differ = <K extends string>(
  items: readonly Readonly<Record<K, string>>[],
  key: K,
): boolean => new Set(items.map((item) => item[key])).size === items.length

/** The order system's own status words, in the order in which an order passes through them. */
export const WIRE_STATUSES = [
  'new',
  'confirmed',
  'production',
  'packing',
  'shipped',
  'delivered',
  'cancelled',
] as const

export const WIRE_SHIPMENT_STATUSES = ['preparing', 'in_transit', 'delivered'] as const

/** What a return is known to pass through. An order system may have other words: they are shown as they are. */
export const WIRE_RETURN_STATUSES = [
  'requested',
  'approved',
  'in_transit',
  'received',
  'closed',
  'refused',
] as const

export const wireLine = z.object({
  position: z.int().min(1),
  article: text(100),
  description: text(1_000),
  quantity,
  unit: text(20),
  unit_price: amount,
  amount,
})

/** Positions of the order's lines, and how much of each. */
const items = z.array(z.object({ line: z.int().min(1), quantity })).max(1_000)

export const wireShipment = z.object({
  id,
  status: z.enum(WIRE_SHIPMENT_STATUSES),
  carrier: text(200).nullable(),
  tracking_number: text(200).nullable(),
  tracking_url: text(2_000).nullable(),
  shipped_at: instant.nullable(),
  expected_on: date.nullable(),
  delivered_at: instant.nullable(),
  items,
})

const returnNumber = text(100).min(1)

export const wireReturn = z.object({
  number: returnNumber,
  status: text(100).min(1),
  reason: text(4_000).nullable(),
  carrier: text(200).nullable(),
  tracking_number: text(200).nullable(),
  tracking_url: text(2_000).nullable(),
  requested_at: instant,
  received_at: instant.nullable(),
  credit_note_number: text(200).nullable(),
  items,
})

const happened = { id, at: instant, text: text(4_000).nullable() }

export const wireHistoryEntry = z.discriminatedUnion('type', [
  z.object({ ...happened, type: z.literal('status'), status: z.enum(WIRE_STATUSES) }),
  z.object({
    ...happened,
    type: z.literal('delivery_date'),
    from: date.nullable(),
    to: date.nullable(),
  }),
  z.object({ ...happened, type: z.literal('shipment'), shipment_id: id }),
  z.object({ ...happened, type: z.literal('return'), return_number: returnNumber }),
  z.object({ ...happened, type: z.literal('note') }),
])

export const wireOrder = z.object({
  id,
  version: count,
  number: text(100).min(1),
  title: text(500),
  status: z.enum(WIRE_STATUSES),
  customer: z.object({ id, name: text(300) }),
  customer_reference: text(200).nullable(),
  site: text(300).nullable(),
  placed_by: z.object({ name: text(300), email: text(320).nullable() }).nullable(),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code in upper case'),
  total: amount,
  placed_at: instant,
  first_promised_on: date.nullable(),
  promised_on: date.nullable(),
  delivered_at: instant.nullable(),
  updated_at: instant,
  deleted_at: instant.nullable(),
  lines: z.array(wireLine).max(1_000),
  shipments: z.array(wireShipment).max(1_000),
  // Order systems that know no returns leave it out.
  returns: z
    .array(wireReturn)
    .max(1_000)
    .refine((all) => differ(all, 'number'), 'must have numbers that differ from each other')
    .optional(),
  history: z.array(wireHistoryEntry).max(5_000),
})

/** An order as the order system sends it, everywhere the same. */
export type WireOrder = z.infer<typeof wireOrder>
export type WireStatus = (typeof WIRE_STATUSES)[number]
export type WireLine = z.infer<typeof wireLine>
export type WireShipment = z.infer<typeof wireShipment>
export type WireReturn = z.infer<typeof wireReturn>
export type WireReturnStatus = (typeof WIRE_RETURN_STATUSES)[number]
export type WireHistoryEntry = z.infer<typeof wireHistoryEntry>

/** A page before its items are looked at one by one: a bad item must not spoil its neighbours. */
export const wirePage = z.object({
  data: z.array(z.unknown()).max(1_000),
  next_cursor: text(2_000).min(1).nullable(),
})

/** The first three faults as one line, each with its place; never with the value found there. */
export function faultsOf(error: z.ZodError): string {
  const faults = error.issues.slice(0, 3).map((issue) => {
    const place = issue.path.reduce<string>(
      (at, key) =>
        typeof key === 'number'
          ? `${at}[${String(key)}]`
          : at
            ? `${at}.${String(key)}`
            : String(key),
      '',
    )
    return place ? `${place}: ${issue.message}` : issue.message
  })
  const more = error.issues.length - faults.length
  return more > 0 ? `${faults.join('; ')}; and ${String(more)} more` : faults.join('; ')
}
