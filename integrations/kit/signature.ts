/**
 * Standard Webhooks, our own: HMAC-SHA256 over `{id}.{timestamp}.{raw bytes}`, compared in constant time.
 * Published verifiers differ about future timestamps and throw on malformed headers; this one does neither.
 */
import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto'
import { AppError } from '#workflows/contracts/errors.ts'
import type { Verdict } from './connector.ts'

/** How far a timestamp may lie from our clock, in seconds, both ways; exactly this far is accepted. */
export const SIGNATURE_TOLERANCE_SECONDS = 300

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/
const TIMESTAMP = /^\d{1,12}$/

/**
 * The key behind a secret, or null when it is no base64: an unusable secret must match nothing. A key object, since
 * Node takes three times as long for a hash whose key it gets as bytes.
 */
function keyOf(secret: string): KeyObject | null {
  const encoded = secret.trim().replace(/^whsec_/, '')
  if (!BASE64.test(encoded)) return null
  const key = Buffer.from(encoded, 'base64')
  return key.length === 0 ? null : createSecretKey(key)
}

/** True for text in the form `whsec_` + base64 (the prefix may be missing). */
export const isWebhookSecret = (text: string): boolean => keyOf(text) !== null

function signatureOf(key: KeyObject, prefix: string, body: Buffer): Buffer {
  return Buffer.from(createHmac('sha256', key).update(prefix).update(body).digest('base64'))
}

export interface SignedMessage {
  rawBody: Buffer
  /** Names in lower case. */
  headers: Record<string, string | undefined>
  /** All active ones; during a rotation there are two. */
  secrets: readonly string[]
  now: Date
}

/**
 * Checks a webhook against every secret and every `v1` signature in its header. Never throws.
 * The signature comes first: only an authentic message is worth telling "too old" about.
 *
 * @example verifyWebhook({ rawBody, headers, secrets: ['whsec_…'], now: new Date() })
 */
export function verifyWebhook({ rawBody, headers, secrets, now }: SignedMessage): Verdict {
  const id = headers['webhook-id']
  const timestamp = headers['webhook-timestamp']
  const header = headers['webhook-signature']
  if (!id || !timestamp || !header) return { ok: false, reason: 'missing_signature' }
  if (!TIMESTAMP.test(timestamp)) return { ok: false, reason: 'bad_signature' }

  const given = header
    .split(' ')
    .filter((entry) => entry.startsWith('v1,'))
    .map((entry) => Buffer.from(entry.slice(3)))
  let matches = 0
  for (const secret of secrets) {
    const key = keyOf(secret)
    if (!key) continue
    const expected = signatureOf(key, `${id}.${timestamp}.`, rawBody)
    // No early exit: the time taken must not tell which secret or signature matched.
    for (const candidate of given) {
      if (candidate.length === expected.length && timingSafeEqual(candidate, expected)) matches++
    }
  }
  if (matches === 0) return { ok: false, reason: 'bad_signature' }

  const age = Math.floor(now.getTime() / 1000) - Number(timestamp)
  if (age > SIGNATURE_TOLERANCE_SECONDS) return { ok: false, reason: 'timestamp_past' }
  if (age < -SIGNATURE_TOLERANCE_SECONDS) return { ok: false, reason: 'timestamp_future' }
  return { ok: true }
}

export interface MessageToSign {
  id: string
  sentAt: Date
  body: Buffer
  /** One signature per secret, so that a receiver in the middle of a rotation accepts either. */
  secrets: readonly string[]
}

/**
 * The three headers that make a body a Standard Webhook.
 *
 * @throws AppError `config` when a secret is no base64
 * @example const headers = signWebhook({ id: 'msg_1', sentAt: new Date(), body, secrets: ['whsec_…'] })
 */
export function signWebhook({ id, sentAt, body, secrets }: MessageToSign): Record<string, string> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1000))
  const signatures = secrets.map((secret) => {
    const key = keyOf(secret)
    if (!key) throw new AppError('config', 'A webhook secret is whsec_ followed by base64.')
    return `v1,${signatureOf(key, `${id}.${timestamp}.`, body).toString()}`
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
}
