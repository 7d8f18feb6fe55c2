/**
 * What a webhook brought, made storable. PostgreSQL refuses NUL characters, over-long index keys and impossible
 * numbers; an event that holds one is kept in a visible form, since one bad event must not fail a whole batch.
 */
import { createHash } from 'node:crypto'
import type { ConnectionId, InboxId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'

/** One row of the inbox to be. */
export interface Arrival {
  id: InboxId
  connectionId: ConnectionId
  /** Unique within the connection: the same key is the same event. */
  eventKey: string
  eventType: string
  kind: RecordKind | null
  externalId: string | null
  externalCustomerId: string | null
  version: number | null
  /** ISO 8601; null when the event does not say. */
  occurredAt: string | null
  /** JSON text of the event as it came. */
  body: string
  /** `ignored`: a type we do not know, kept and visible; `quarantined`: unusable, with its reason. */
  state: 'pending' | 'quarantined' | 'ignored'
  reason: string | null
  requestId: string | null
}

/** Longer identifiers do not fit an index entry; no source has any. */
const MAX_ID = 500

/** The same arrival with every value in a form that can be stored. */
export function toStorable(arrival: Arrival): Arrival {
  const { externalId, externalCustomerId } = arrival
  const tooLong = [externalId, externalCustomerId].some((id) => id !== null && id.length > MAX_ID)
  return {
    ...arrival,
    eventKey: storableKey(arrival.eventKey),
    eventType: storableText(arrival.eventType).slice(0, MAX_ID),
    externalId: storableId(externalId),
    externalCustomerId: storableId(externalCustomerId),
    version: Number.isSafeInteger(arrival.version) ? arrival.version : null,
    occurredAt: instantOf(arrival.occurredAt),
    body: storableText(arrival.body),
    ...(tooLong && { state: 'quarantined', reason: 'an identifier is longer than 500 characters' }),
  }
}

/**
 * NUL becomes its picture (U+2400): readable for staff, and different texts mostly stay different. Half a surrogate
 * pair, which is no Unicode and which JSON of PostgreSQL refuses, becomes U+FFFD.
 */
export const storableText = (text: string): string => text.toWellFormed().replaceAll('\0', '\u2400')

export const storableId = (id: string | null): string | null =>
  id === null ? null : storableText(id).slice(0, MAX_ID)

/** A key that cannot be stored as it is must still tell events apart: two that differ must not fold into one. */
export function storableKey(key: string): string {
  if (key.length <= MAX_ID && !key.includes('\0') && key.isWellFormed()) return key
  return `sha256:${createHash('sha256').update(key).digest('hex')}`
}

/** PostgreSQL reads years 1 to 9999 in this form. */
function instantOf(text: string | null): string | null {
  const time = text === null ? NaN : Date.parse(text)
  if (Number.isNaN(time)) return null
  const instant = new Date(time).toISOString()
  return /^\d{4}-/.test(instant) && !instant.startsWith('0000') ? instant : null
}
