/**
 * Webhooks of the order system: verified by Standard Webhooks, then read without ever throwing. What is
 * rightly signed but unusable comes back as `broken`, with a reason a person can act on.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { customerOfChange, idOfChange, versionOfChange } from '#workflows/contracts/records.ts'
import type { ChangeResult, ParsedEvent, ParseResult, WebhookRequest } from '../kit/connector.ts'
import { faultsOf, text } from './schema.ts'
import { kindOfEvent, WIRE_EVENTS } from './wire-kinds.ts'

/** Long enough for every real id, short enough for a unique index. */
const MAX_KEY = 255

const envelope = z.object({ type: text(200).min(1) })

/** Whatever can be said about an event whose type we do not know. */
const hints = z.object({
  timestamp: z.iso.datetime({ offset: true }).optional().catch(undefined),
  data: z
    .object({
      id: text(200).min(1).optional().catch(undefined),
      customer: z
        .object({ id: text(200).min(1) })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
})

/** The sender's id for this message; a body without one still dedupes, by its hash. */
function keyOf(request: WebhookRequest): string {
  const id = request.headers['webhook-id']
  if (id && id.length <= MAX_KEY) return id
  return `sha256:${createHash('sha256').update(request.rawBody).digest('hex')}`
}

type Decoded = { ok: true; text: string } | { ok: false; text: string; reason: string }

/** A quarantined body must still fit a text column: what is not UTF-8, and NUL, become U+FFFD. */
function decode(raw: Buffer): Decoded {
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true }).decode(raw)
    if (decoded.trim() === '') return { ok: false, text: '', reason: 'The body is empty.' }
    return { ok: true, text: decoded }
  } catch {
    const readable = new TextDecoder('utf-8').decode(raw).replaceAll('\u0000', '\ufffd')
    return { ok: false, text: readable, reason: 'The body is not UTF-8 text.' }
  }
}

/** JSON.parse keeps the last of duplicate keys and makes `__proto__` an ordinary key; schemas drop it. */
function parseJson(text: string): { ok: true; value: unknown } | { ok: false; reason: string } {
  try {
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    // Only the place: the engine's own message quotes the text around it.
    const said = error instanceof Error ? error.message : ''
    const position = /position (\d+)/.exec(said)?.[1]
    const vague = said.includes('end of JSON') ? 'it ends too early' : 'a character is out of place'
    const where = position === undefined ? vague : `look at character ${position}`
    return { ok: false, reason: `The body is not JSON: ${where}.` }
  }
}

/** One request of the order system is one event. */
export function parseOrderWebhook(request: WebhookRequest): ParseResult[] {
  const eventKey = keyOf(request)
  const decoded = decode(request.rawBody)
  const body = decoded.text
  if (!decoded.ok) return [{ type: 'broken', eventKey, reason: decoded.reason, body }]
  const json = parseJson(body)
  if (!json.ok) {
    return [
      { type: 'broken', eventKey, reason: json.reason, body: body.replaceAll('\u0000', '\ufffd') },
    ]
  }
  const named = envelope.safeParse(json.value)
  if (!named.success) {
    return [
      { type: 'broken', eventKey, reason: `This is no event: ${faultsOf(named.error)}`, body },
    ]
  }
  const { type } = named.data
  const kind = kindOfEvent(type)
  if (kind === undefined) {
    return [
      { type: 'unknown_type', event: describeUnknown({ eventKey, type, body, value: json.value }) },
    ]
  }
  const event = WIRE_EVENTS[kind].safeParse(json.value)
  if (!event.success) {
    return [
      {
        type: 'broken',
        eventKey,
        reason: `${type} has a wrong shape: ${faultsOf(event.error)}`,
        body,
      },
    ]
  }
  const { data, timestamp } = event.data
  const parsed: ParsedEvent = {
    eventKey,
    eventType: type,
    kind,
    externalId: idOfChange(data),
    externalCustomerId: customerOfChange(data),
    version: versionOfChange(data),
    occurredAt: timestamp,
    body,
  }
  return [{ type: 'event', event: parsed }]
}

interface Unknown {
  eventKey: string
  type: string
  body: string
  value: unknown
}

function describeUnknown({ eventKey, type, body, value }: Unknown): ParsedEvent {
  const said = hints.safeParse(value).data
  const at = said?.timestamp === undefined ? null : new Date(said.timestamp)
  return {
    eventKey,
    eventType: type,
    kind: null,
    externalId: said?.data?.id ?? null,
    externalCustomerId: said?.data?.customer?.id ?? null,
    version: null,
    occurredAt: at && !Number.isNaN(at.getTime()) ? at.toISOString() : null,
    body,
  }
}

/** The change inside a stored event; events carry the whole object, so nothing is ever fetched. */
export function orderChangeOf(body: unknown): ChangeResult {
  const json = typeof body === 'string' ? parseJson(body) : { ok: true as const, value: body }
  if (!json.ok) return { type: 'invalid', reason: json.reason }
  const named = envelope.safeParse(json.value)
  const kind = named.success ? kindOfEvent(named.data.type) : undefined
  if (kind === undefined) return { type: 'invalid', reason: 'type: is no event of this contract' }
  const event = WIRE_EVENTS[kind].safeParse(json.value)
  if (!event.success) return { type: 'invalid', reason: faultsOf(event.error) }
  return { type: 'change', change: event.data.data }
}
