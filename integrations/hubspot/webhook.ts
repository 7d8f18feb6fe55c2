/**
 * HubSpot's webhooks: batches of up to 100 events, one row each, read without ever throwing. A bad event never
 * spoils its neighbours; a merge becomes a row for the winner and one for each object that is gone.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ChangeResult, ParseResult, ParsedEvent, WebhookRequest } from '../kit/connector.ts'
import { type Meaning, meaningOf } from './event-meaning.ts'
import { jsonItems } from './json-items.ts'
import type { HubspotKind } from './kinds.ts'
import { faultsOf, hubspotId, type WireEvent, wireEvent } from './schema.ts'

/** A stored row about the loser of a merge: the same event, and which of its ids this row is about. */
const storedLoss = z.object({ merged: hubspotId, event: wireEvent })

const hashed = (bytes: string | Buffer): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`

type Parsed = { ok: true; value: unknown } | { ok: false; reason: string }

function parseJson(text: string): Parsed {
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
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw)
  } catch {
    return null
  }
}

export function parseHubspotWebhook({ rawBody }: WebhookRequest): ParseResult[] {
  const broken = (reason: string): ParseResult[] => {
    const body = new TextDecoder('utf-8').decode(rawBody).replaceAll('\u0000', '\ufffd')
    return [{ type: 'broken', eventKey: hashed(rawBody), reason, body }]
  }
  const body = decode(rawBody)
  if (body === null) return broken('The body is not UTF-8 text.')
  if (body.trim() === '') return broken('The body is empty.')
  const json = parseJson(body)
  if (!json.ok) return broken(json.reason)
  if (!Array.isArray(json.value)) return broken('This is no batch of events.')
  const items: unknown[] = json.value
  const texts = jsonItems(body)
  return items.flatMap((item, index) => parseItem(item, texts[index] ?? JSON.stringify(item)))
}

function parseItem(item: unknown, body: string): ParseResult[] {
  const broken = (reason: string, eventKey = hashed(body)): ParseResult[] => [
    { type: 'broken', eventKey, reason, body },
  ]
  const parsed = wireEvent.safeParse(item)
  if (!parsed.success) return broken(`This is no event: ${faultsOf(parsed.error)}`)
  const event = parsed.data
  const meaning = meaningOf(event)
  switch (meaning.type) {
    case 'broken':
      return broken(meaning.reason, keyOf(event))
    case 'none':
      return [{ type: 'unknown_type', event: rowOf(event, { kind: null, id: null }, body) }]
    case 'fetch':
    case 'delete':
    case 'erase': {
      const about = { kind: meaning.kind, id: meaning.externalId }
      return [{ type: 'event', event: rowOf(event, about, body) }]
    }
    case 'merge':
      return mergeRows(event, meaning, body)
  }
}

function mergeRows(
  event: WireEvent,
  { kind, winner, losers }: Extract<Meaning, { type: 'merge' }>,
  body: string,
): ParseResult[] {
  const won = rowOf({ ...event, objectId: winner }, { kind, id: winner }, body)
  const lost = losers.map((id) =>
    // Put together as text, so that the event inside stays as it was signed.
    rowOf({ ...event, objectId: id }, { kind, id }, `{"merged":"${id}","event":${body}}`),
  )
  return [won, ...lost].map((row) => ({ type: 'event', event: row }))
}

/** HubSpot's eventId alone is not unique; a contact and a company may even share it within a batch. */
function keyOf(event: WireEvent): string {
  const { portalId, subscriptionId, eventId, occurredAt } = event
  const object = event.objectId ?? `${event.fromObjectId ?? ''}-${event.toObjectId ?? ''}`
  return [portalId, subscriptionId, eventId, object, String(occurredAt)].join(':')
}

interface About {
  kind: HubspotKind | null
  id: string | null
}

function rowOf(event: WireEvent, { kind, id }: About, body: string): ParsedEvent {
  return {
    eventKey: keyOf(event),
    eventType: event.subscriptionType,
    kind,
    externalId: id,
    // A company is its own customer. Whose a contact is, is known only once it is fetched.
    externalCustomerId: kind === 'company' ? id : null,
    version: kind === null ? null : event.occurredAt,
    occurredAt: new Date(event.occurredAt).toISOString(),
    body,
  }
}

/** What a stored event means: a deletion with its stamp, or what must be fetched. */
export function hubspotChangeOf(body: unknown): ChangeResult {
  const json = typeof body === 'string' ? parseJson(body) : { ok: true as const, value: body }
  if (!json.ok) return { type: 'invalid', reason: json.reason }
  const loss = storedLoss.safeParse(json.value)
  if (loss.success) {
    const meaning = meaningOf(loss.data.event)
    if (meaning.type === 'merge') {
      const { merged: externalId, event } = loss.data
      return gone(event, { kind: meaning.kind, externalId, mergedInto: meaning.winner })
    }
  }
  const event = wireEvent.safeParse(json.value)
  if (!event.success) return { type: 'invalid', reason: faultsOf(event.error) }
  const meaning = meaningOf(event.data)
  switch (meaning.type) {
    case 'fetch':
      return meaning
    case 'merge':
      return { type: 'fetch', kind: meaning.kind, externalId: meaning.winner }
    case 'delete':
      return gone(event.data, meaning)
    case 'erase':
      return gone(event.data, {
        kind: meaning.kind,
        externalId: meaning.externalId,
        isErasure: true,
      })
    case 'broken':
      return { type: 'invalid', reason: meaning.reason }
    case 'none':
      return {
        type: 'invalid',
        reason: `${event.data.subscriptionType} is about no record of ours.`,
      }
  }
}

interface Gone {
  kind: HubspotKind
  externalId: string
  mergedInto?: string
  isErasure?: true
}

function gone({ occurredAt }: WireEvent, { kind, externalId, ...why }: Gone): ChangeResult {
  const { mergedInto, isErasure } = why
  return {
    type: 'change',
    change: {
      kind,
      type: 'delete',
      externalId,
      version: occurredAt,
      externalCustomerId: kind === 'company' ? externalId : null,
      ...(mergedInto === undefined ? {} : { mergedInto }),
      ...(isErasure === undefined ? {} : { isErasure }),
      changedAt: new Date(occurredAt).toISOString(),
    },
  }
}
