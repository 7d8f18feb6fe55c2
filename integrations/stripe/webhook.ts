/**
 * Stripe's webhooks, read without ever throwing, and what a stored event means. Only what comes whole at our API
 * version (an invoice with all of its lines, a payment method, a credit note) can be applied as it came; everything
 * else is a hint to fetch by.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ChangeResult, ParseResult, ParsedEvent, WebhookRequest } from '../kit/connector.ts'
import { readSubject, type StripeKind, type Subject } from './event-kinds.ts'
import { iso, type Stamp, toInvoice } from './map.ts'
import { toCreditNote, toPaymentMethod } from './map-method.ts'
import { deletionOfKind } from './read/kind-reader.ts'
import { faultsOf, seconds, type WireEvent, wireEvent, wireInvoice } from './schema.ts'
import { wireCreditNote, wirePaymentMethod } from './schema-subscriptions.ts'
import { STRIPE_API_VERSION } from './version.ts'

/** Long enough for every real id, short enough for a unique index. */
const MAX_KEY = 255

/** Whatever can be said about an event we do not apply: thin events, new types, other shapes. */
const hints = z.object({
  id: z.string().min(1).max(MAX_KEY),
  type: z.string().min(1).max(200),
  created: z
    .union([seconds, z.iso.datetime({ offset: true })])
    .optional()
    .catch(undefined),
})

const readable = (raw: Buffer): string =>
  new TextDecoder('utf-8').decode(raw).replaceAll('\u0000', '\ufffd')

function parseJson(text: string): { ok: true; value: unknown } | { ok: false; reason: string } {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    // Only the place: the engine's own message quotes the text around it.
    const place = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined
    const where = place === undefined ? 'it ends too early' : `look at character ${place}`
    return { ok: false, reason: `The body is not JSON: ${where}.` }
  }
}

function decode(raw: Buffer): string | null {
  try {
    // Byte order marks stay: the body is kept as it was signed.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw)
  } catch {
    return null
  }
}

/** One request of Stripe is one event. */
export function parseStripeWebhook({ rawBody }: WebhookRequest): ParseResult[] {
  const byHash = `sha256:${createHash('sha256').update(rawBody).digest('hex')}`
  const broken = (reason: string, eventKey = byHash): ParseResult[] => [
    { type: 'broken', eventKey, reason, body: readable(rawBody) },
  ]
  const body = decode(rawBody)
  if (body === null) return broken('The body is not UTF-8 text.')
  if (body.trim() === '') return broken('The body is empty.')
  const json = parseJson(body)
  if (!json.ok) return broken(json.reason)
  const named = hints.safeParse(json.value)
  if (!named.success) return broken(`This is no event: ${faultsOf(named.error)}`)
  const { id, type } = named.data
  const event = wireEvent.safeParse(json.value)
  if (!event.success) {
    // A thin event names an object and holds none; whoever sent it chose the wrong payload style.
    if (isThin(json.value)) return [{ type: 'unknown_type', event: unknown(named.data, body) }]
    return broken(`${type} has a wrong shape: ${faultsOf(event.error)}`, id)
  }
  const reading = readSubject(type, event.data.data.object)
  if (reading.type === 'none') return [{ type: 'unknown_type', event: unknown(named.data, body) }]
  if (reading.type === 'broken') return broken(`${type} does not say which object it is about.`, id)
  return [{ type: 'event', event: known(event.data, reading.subject, body) }]
}

const isThin = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'object' in value &&
  typeof value.object === 'string' &&
  value.object.startsWith('v2.')

function known(event: WireEvent, subject: Subject, body: string): ParsedEvent {
  return {
    eventKey: event.id,
    eventType: event.type,
    ...subject,
    version: event.created,
    occurredAt: iso(event.created),
    body,
  }
}

function unknown({ id, type, created }: z.infer<typeof hints>, body: string): ParsedEvent {
  const at = typeof created === 'number' ? created * 1000 : Date.parse(created ?? '')
  return {
    eventKey: id,
    eventType: type,
    kind: null,
    externalId: null,
    externalCustomerId: null,
    version: null,
    occurredAt: Number.isNaN(at) ? null : new Date(at).toISOString(),
    body,
  }
}

/** The change inside a stored event, or what must be fetched to know it. */
export function stripeChangeOf(body: unknown): ChangeResult {
  const json = typeof body === 'string' ? parseJson(body) : { ok: true as const, value: body }
  if (!json.ok) return { type: 'invalid', reason: json.reason }
  const event = wireEvent.safeParse(json.value)
  if (!event.success) return { type: 'invalid', reason: faultsOf(event.error) }
  const reading = readSubject(event.data.type, event.data.data.object)
  if (reading.type !== 'subject') {
    return { type: 'invalid', reason: `${event.data.type} is about no record of ours.` }
  }
  return changeOf(event.data, reading.subject)
}

/** After these it is gone. A subscription that was deleted is none: it is kept, as cancelled. */
const DELETIONS = ['customer.deleted', 'invoice.deleted', 'payment_method.detached']

function changeOf(event: WireEvent, subject: Subject): ChangeResult {
  const { kind, externalId, externalCustomerId } = subject
  const stamp: Stamp = { version: event.created, changed: event.created }
  if (DELETIONS.includes(event.type)) {
    const whose = { externalId, externalCustomerId }
    return { type: 'change', change: deletionOfKind(kind, whose, stamp) }
  }
  const whole = event.api_version === STRIPE_API_VERSION ? WHOLE[kind] : undefined
  return whole?.(event.data.object, stamp) ?? { type: 'fetch', kind, externalId }
}

/** Null: it has to be fetched after all. */
type ReadWhole = (object: unknown, stamp: Stamp) => ChangeResult | null

/** Not here: a customer comes without its tax ids, a payment intent without charge and invoice, a subscription without names. */
const WHOLE: Readonly<Partial<Record<StripeKind, ReadWhole>>> = {
  invoice: (object, stamp) => {
    const wire = wireInvoice.safeParse(object)
    if (!wire.success) return { type: 'invalid', reason: faultsOf(wire.error) }
    if (wire.data.lines.has_more) return null
    const record = toInvoice(wire.data, stamp)
    return { type: 'change', change: { kind: 'invoice', type: 'upsert', record } }
  },
  payment_method: (object, stamp) => {
    const wire = wirePaymentMethod.safeParse(object)
    if (!wire.success) return { type: 'invalid', reason: faultsOf(wire.error) }
    if (wire.data.customer == null) return null
    const record = toPaymentMethod(wire.data, wire.data.customer, stamp)
    return { type: 'change', change: { kind: 'payment_method', type: 'upsert', record } }
  },
  credit_note: (object, stamp) => {
    const wire = wireCreditNote.safeParse(object)
    if (!wire.success) return { type: 'invalid', reason: faultsOf(wire.error) }
    const record = toCreditNote(wire.data, stamp)
    return { type: 'change', change: { kind: 'credit_note', type: 'upsert', record } }
  },
}
