import { createHmac } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Verdict } from './connector.ts'
import { signWebhook, verifyWebhook } from './signature.ts'

const SECRET = 'whsec_c2VjcmV0LW9mLXRoZS1maXJzdC1jb25uZWN0aW9u'
const OTHER = 'whsec_c2VjcmV0LW9mLWFub3RoZXItY29ubmVjdGlvbiEh'
const NOW = new Date('2026-11-23T10:00:00.700Z')
const BODY = Buffer.from('{"type":"order.updated","n":1}')

interface Variation {
  headers?: Record<string, string | undefined>
  body?: Buffer
  secrets?: readonly string[]
  sentAt?: Date
}

function verdictOf({
  headers = {},
  body = BODY,
  secrets = [SECRET],
  sentAt = NOW,
}: Variation): Verdict {
  const signed = signWebhook({ id: 'msg_1', sentAt, body: BODY, secrets: [SECRET] })
  return verifyWebhook({ rawBody: body, headers: { ...signed, ...headers }, secrets, now: NOW })
}

const secondsFromNow = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)
const right = signWebhook({ id: 'msg_1', sentAt: NOW, body: BODY, secrets: [SECRET] })
const signature = right['webhook-signature'] ?? ''
const bad = { ok: false, reason: 'bad_signature' }

describe('a webhook signature', () => {
  it('is accepted when it was made over exactly these bytes', () => {
    expect(verdictOf({})).toEqual({ ok: true })
  })

  it('agrees with the vector published by Standard Webhooks', () => {
    const vector = signWebhook({
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      sentAt: new Date(1_614_265_330_000),
      body: Buffer.from('{"test": 2432232314}'),
      secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    })
    expect(vector['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])(
    'is missing when %s is',
    (name) => {
      const missing = { ok: false, reason: 'missing_signature' }
      expect(verdictOf({ headers: { [name]: undefined } })).toEqual(missing)
      expect(verdictOf({ headers: { [name]: '' } })).toEqual(missing)
    },
  )

  it.each([
    ['of another connection', verdictOf({ secrets: [OTHER] })],
    ['when no secret is active', verdictOf({ secrets: [] })],
    ['cut short', verdictOf({ headers: { 'webhook-signature': signature.slice(0, -4) } })],
    ['in upper-case hex', verdictOf({ headers: { 'webhook-signature': `v1,${hex()}` } })],
    [
      'of an unknown scheme',
      verdictOf({ headers: { 'webhook-signature': signature.replace('v1', 'v0') } }),
    ],
    ['without a scheme', verdictOf({ headers: { 'webhook-signature': signature.slice(3) } })],
    ['made for another id', verdictOf({ headers: { 'webhook-id': 'msg_2' } })],
    ['made for another time', verdictOf({ headers: { 'webhook-timestamp': '1795427999' } })],
  ])('is refused %s', (_name, verdict) => {
    expect(verdict).toEqual(bad)
  })

  it.each([
    ['re-serialised', Buffer.from('{"n":1,"type":"order.updated"}')],
    ['with a trailing newline', Buffer.concat([BODY, Buffer.from('\n')])],
    ['compressed', gzipSync(BODY)],
    ['with a byte order mark', Buffer.concat([Buffer.from('\ufeff'), BODY])],
    ['empty', Buffer.alloc(0)],
  ])('is refused for the body %s', (_name, body) => {
    expect(verdictOf({ body })).toEqual(bad)
  })

  it('is refused for the same text in another encoding', () => {
    const text = '{"site":"Åre"}'
    const signed = signWebhook({ id: 'm', sentAt: NOW, body: Buffer.from(text), secrets: [SECRET] })
    const latin1 = Buffer.from(text, 'latin1')
    const verdict = verifyWebhook({ rawBody: latin1, headers: signed, secrets: [SECRET], now: NOW })
    expect(verdict).toEqual(bad)
  })

  it('is accepted when one of several in the header is right', () => {
    const several = `v0,abc v1,${'A'.repeat(44)} v1,short ${signature} v1a,xyz`
    expect(verdictOf({ headers: { 'webhook-signature': several } })).toEqual({ ok: true })
  })

  it('is accepted by the old and by the new secret during a rotation', () => {
    expect(verdictOf({ secrets: [OTHER, SECRET] })).toEqual({ ok: true })
    const both = signWebhook({ id: 'm', sentAt: NOW, body: BODY, secrets: [OTHER, SECRET] })
    for (const secret of [OTHER, SECRET]) {
      const verdict = verifyWebhook({ rawBody: BODY, headers: both, secrets: [secret], now: NOW })
      expect(verdict).toEqual({ ok: true })
    }
  })

  it('is never made or matched by a secret that is no base64', () => {
    for (const secret of ['', 'whsec_', 'whsec_!!!', '   ']) {
      const forged = createHmac('sha256', '').update(`msg_1.1.{}`).digest('base64')
      const headers = {
        'webhook-id': 'msg_1',
        'webhook-timestamp': '1',
        'webhook-signature': `v1,${forged}`,
      }
      const verdict = verifyWebhook({
        rawBody: Buffer.from('{}'),
        headers,
        secrets: [secret],
        now: new Date(1000),
      })
      expect(verdict).toEqual(bad)
      expect(() => signWebhook({ id: 'm', sentAt: NOW, body: BODY, secrets: [secret] })).toThrow(
        /whsec_/,
      )
    }
  })
})

describe('the timestamp of a webhook', () => {
  it.each([
    [-301, { ok: false, reason: 'timestamp_past' }],
    [-300, { ok: true }],
    [300, { ok: true }],
    [301, { ok: false, reason: 'timestamp_future' }],
    [86_400, { ok: false, reason: 'timestamp_future' }],
  ])('%i s from now gives the right verdict', (seconds, expected) => {
    expect(verdictOf({ sentAt: secondsFromNow(seconds) })).toEqual(expected)
  })

  it('says nothing about age unless the signature is right', () => {
    expect(verdictOf({ sentAt: secondsFromNow(-900), secrets: [OTHER] })).toEqual(bad)
  })

  it.each(['now', '1.5', '-1', '1e9', ' 1795428000', '0x10', '99999999999999999999'])(
    'is refused without a throw when it reads "%s"',
    (timestamp) => {
      expect(verdictOf({ headers: { 'webhook-timestamp': timestamp } })).toEqual(bad)
    },
  )
})

it('no header, however malformed, makes the verifier throw or accept', () => {
  const anything = fc.option(fc.string({ unit: 'binary', maxLength: 200 }), { nil: undefined })
  fc.assert(
    fc.property(anything, anything, anything, (id, timestamp, value) => {
      const headers = {
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': value,
      }
      expect(verifyWebhook({ rawBody: BODY, headers, secrets: [SECRET], now: NOW }).ok).toBe(false)
    }),
  )
})

function hex(): string {
  return Buffer.from(signature.slice(3), 'base64').toString('hex').toUpperCase()
}
