/**
 * HubSpot's signature v3, our own verifier: HMAC-SHA256 over method, URL, raw bytes and timestamp, compared in
 * constant time. v1 and v2 are refused: a plain hash without a timestamp, so a captured one is good for ever.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Verdict, WebhookRequest } from '../kit/connector.ts'

/** How far a timestamp may lie from our clock, in milliseconds, both ways; exactly this far is accepted. */
export const TOLERANCE_MS = 300_000

const TIMESTAMP = /^\d{1,15}$/

/** The characters HubSpot decodes before it signs; every other escape stays as it is. */
const DECODED: Readonly<Record<string, string>> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
}

/** The public URL in the form HubSpot signs it. */
export const signedUrl = (url: string): string =>
  url.replace(/%[0-9A-Fa-f]{2}/g, (escape) => DECODED[escape.toUpperCase()] ?? escape)

export interface SignedParts {
  method: string
  /** Public URL, query included. */
  url: string
  rawBody: Buffer
  /** Unix milliseconds, as text. */
  timestamp: string
}

/** The value of `X-HubSpot-Signature-v3`. */
export function signatureV3(secret: string, { method, url, rawBody, timestamp }: SignedParts) {
  return createHmac('sha256', secret)
    .update(`${method.toUpperCase()}${signedUrl(url)}`)
    .update(rawBody)
    .update(timestamp)
    .digest('base64')
}

/** The signature comes first: only an authentic message is worth telling "too old" about. Never throws. */
export function verifyHubspotWebhook(
  { method, url, rawBody, headers, receivedAt }: WebhookRequest,
  secrets: readonly string[],
): Verdict {
  const given = headers['x-hubspot-signature-v3']
  const timestamp = headers['x-hubspot-request-timestamp']
  if (!given || !timestamp) return { ok: false, reason: 'missing_signature' }
  if (!TIMESTAMP.test(timestamp)) return { ok: false, reason: 'bad_signature' }

  const candidate = Buffer.from(given)
  let matches = 0
  for (const secret of secrets) {
    // An empty key signs like any other: a connection without a secret must match nothing.
    if (secret === '') continue
    const expected = Buffer.from(signatureV3(secret, { method, url, rawBody, timestamp }))
    // No early exit: the time taken must not tell which secret matched.
    if (candidate.length === expected.length && timingSafeEqual(candidate, expected)) matches++
  }
  if (matches === 0) return { ok: false, reason: 'bad_signature' }

  const age = receivedAt.getTime() - Number(timestamp)
  if (age > TOLERANCE_MS) return { ok: false, reason: 'timestamp_past' }
  if (age < -TOLERANCE_MS) return { ok: false, reason: 'timestamp_future' }
  return { ok: true }
}
