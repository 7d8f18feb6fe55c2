/**
 * Stripe's webhooks, read without ever throwing, and what a stored event means. Only an invoice at our API
 * version, with all of its lines, can be applied as it came; everything else is a hint to fetch by.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ChangeResult, ParseResult, ParsedEvent, WebhookRequest } from '../kit/connector.ts'
import { readSubject, type Subject } from './event-kinds.ts'
import { iso, toInvoice } from './map.ts'
import { faultsOf, seconds, type WireEvent, wireEvent, wireInvoice } from './schema.ts'
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

function changeOf(
  event: WireEvent,
  { kind, externalId, externalCustomerId }: Subject,
): ChangeResult {
  if (event.type === 'customer.deleted' || event.type === 'invoice.deleted') {
    const version = event.created
    const gone = { type: 'delete', externalId, version, externalCustomerId } as const
    const changedAt = iso(event.created)
    return kind === 'payment'
      ? { type: 'fetch', kind, externalId }
      : { type: 'change', change: { kind, ...gone, changedAt } }
  }
  // A customer comes without its tax ids, a payment intent without charge and invoice.
  if (kind !== 'invoice' || event.api_version !== STRIPE_API_VERSION) {
    return { type: 'fetch', kind, externalId }
  }
  const invoice = wireInvoice.safeParse(event.data.object)
  if (!invoice.success) return { type: 'invalid', reason: faultsOf(invoice.error) }
  if (invoice.data.lines.has_more) return { type: 'fetch', kind, externalId }
  const record = toInvoice(invoice.data, { version: event.created, changed: event.created })
  return { type: 'change', change: { kind: 'invoice', type: 'upsert', record } }
}
