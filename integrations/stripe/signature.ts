/**
 * `Stripe-Signature`, our own verifier: HMAC-SHA256 over `{t}.{raw bytes}`, compared in constant time.
 * The library's has no bound for future timestamps; this one bounds both ways and never throws.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Verdict, WebhookRequest } from '../kit/connector.ts'

/** How far a timestamp may lie from our clock, in seconds, both ways; exactly this far is accepted. */
export const TOLERANCE_SECONDS = 300

/** More signatures than this are no rotation but an attempt to keep us busy. */
const MAX_SIGNATURES = 16
const TIMESTAMP = /^\d{1,12}$/
const HEX = /^[0-9a-f]{64}$/

interface Header {
  timestamp: string
  signatures: Buffer[]
}

/** Null for a header that has no single timestamp; schemes other than `v1` are not looked at. */
function readHeader(header: string): Header | null {
  const timestamps: string[] = []
  const signatures: Buffer[] = []
  for (const entry of header.split(',')) {
    const at = entry.indexOf('=')
    const value = entry.slice(at + 1).trim()
    const scheme = at < 0 ? '' : entry.slice(0, at).trim()
    if (scheme === 't') timestamps.push(value)
    if (scheme === 'v1' && HEX.test(value)) signatures.push(Buffer.from(value))
  }
  const [timestamp, ...more] = timestamps
  if (timestamp === undefined || more.length > 0 || !TIMESTAMP.test(timestamp)) return null
  return signatures.length > MAX_SIGNATURES ? null : { timestamp, signatures }
}

function matches(header: Header, rawBody: Buffer, secrets: readonly string[]): boolean {
  let found = 0
  for (const secret of secrets) {
    // An empty key signs like any other: a connection without a secret must match nothing.
    if (secret === '') continue
    const hmac = createHmac('sha256', secret).update(`${header.timestamp}.`).update(rawBody)
    const expected = Buffer.from(hmac.digest('hex'))
    // No early exit: the time taken must not tell which secret or signature matched.
    for (const candidate of header.signatures) {
      if (candidate.length === expected.length && timingSafeEqual(candidate, expected)) found++
    }
  }
  return found > 0
}

/** The signature comes first: only an authentic message is worth telling "too old" about. */
export function verifyStripeWebhook(
  { rawBody, headers, receivedAt }: WebhookRequest,
  secrets: readonly string[],
): Verdict {
  const given = headers['stripe-signature']
  if (!given) return { ok: false, reason: 'missing_signature' }
  const header = readHeader(given)
  if (!header || !matches(header, rawBody, secrets)) return { ok: false, reason: 'bad_signature' }
  const age = Math.floor(receivedAt.getTime() / 1000) - Number(header.timestamp)
  if (age > TOLERANCE_SECONDS) return { ok: false, reason: 'timestamp_past' }
  if (age < -TOLERANCE_SECONDS) return { ok: false, reason: 'timestamp_future' }
  return { ok: true }
}
