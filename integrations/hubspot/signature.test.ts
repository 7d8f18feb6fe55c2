import { createHash } from 'node:crypto'
import { Signature } from '@hubspot/api-client'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WebhookRequest } from '../kit/connector.ts'
import { signedUrl, verifyHubspotWebhook } from './signature.ts'

const SECRET = 'client-secret-of-the-app'
const URL_ = 'https://portal.example/webhooks/hubspot/018bcfe5-6800-7000-8000-000000000000'
const NOW = new Date('2026-11-23T10:00:00.000Z')
const BODY = Buffer.from('[{"eventId":1,"name":"Möbius"}]')

/** Signed by HubSpot's own library. */
function signed(over: { secret?: string; at?: number; url?: string; body?: Buffer } = {}) {
  const { secret = SECRET, at = NOW.getTime(), url = URL_, body = BODY } = over
  return Signature.getSignature('POST', 'v3', {
    signature: '',
    clientSecret: secret,
    requestBody: body.toString(),
    url,
    timestamp: at,
  })
}

function requestWith(headers: WebhookRequest['headers'], over: Partial<WebhookRequest> = {}) {
  return { rawBody: BODY, headers, url: URL_, method: 'POST', receivedAt: NOW, ...over }
}

const headersOf = (signature: string, at: number | string = NOW.getTime()) => ({
  'x-hubspot-signature-v3': signature,
  'x-hubspot-request-timestamp': String(at),
})

describe("HubSpot's signature v3", () => {
  it("is accepted as HubSpot's own library makes it, with any of the active secrets", () => {
    const request = requestWith(headersOf(signed()))
    expect(verifyHubspotWebhook(request, [SECRET])).toEqual({ ok: true })
    expect(verifyHubspotWebhook(request, ['newer-secret', SECRET])).toEqual({ ok: true })
  })

  it.each([
    ['another secret', headersOf(signed({ secret: 'other' }))],
    ['another body', headersOf(signed({ body: Buffer.from('[]') }))],
    ['another address', headersOf(signed({ url: 'https://portal.example/webhooks/hubspot/2' }))],
    ['another timestamp', headersOf(signed(), NOW.getTime() + 1)],
    ['a timestamp that is no number', headersOf(signed(), 'soon')],
    ['a signature that is no base64', headersOf('%%%')],
  ])('is refused for %s', (_what, headers) => {
    const verdict = verifyHubspotWebhook(requestWith(headers), [SECRET])
    expect(verdict).toEqual({ ok: false, reason: 'bad_signature' })
  })

  it('covers the method', () => {
    const request = requestWith(headersOf(signed()), { method: 'PUT' })
    expect(verifyHubspotWebhook(request, [SECRET]).ok).toBe(false)
  })

  it('may be 300 s old or ahead, and not a millisecond more', () => {
    const at = (offset: number) => {
      const time = NOW.getTime() + offset
      return verifyHubspotWebhook(requestWith(headersOf(signed({ at: time }), time)), [SECRET])
    }
    expect(at(-300_000)).toEqual({ ok: true })
    expect(at(300_000)).toEqual({ ok: true })
    expect(at(-300_001)).toEqual({ ok: false, reason: 'timestamp_past' })
    expect(at(300_001)).toEqual({ ok: false, reason: 'timestamp_future' })
  })

  it('tells nobody "too old" whose signature is wrong', () => {
    const old = NOW.getTime() - 3_600_000
    const verdict = verifyHubspotWebhook(requestWith(headersOf('x', old)), [SECRET])
    expect(verdict).toEqual({ ok: false, reason: 'bad_signature' })
  })

  it('cannot be replaced by v1 or v2, which have no timestamp and could be replayed for ever', () => {
    const hash = (text: string) => createHash('sha256').update(text).digest('hex')
    const v1 = { 'x-hubspot-signature': hash(`${SECRET}${BODY.toString()}`) }
    const v2 = {
      'x-hubspot-signature': hash(`${SECRET}POST${URL_}${BODY.toString()}`),
      'x-hubspot-signature-version': 'v2',
    }
    for (const headers of [v1, v2, {}, { 'x-hubspot-signature-v3': signed() }]) {
      const verdict = verifyHubspotWebhook(requestWith(headers), [SECRET])
      expect(verdict).toEqual({ ok: false, reason: 'missing_signature' })
    }
  })

  it('matches nothing when the connection has no secret', () => {
    const request = requestWith(headersOf(signed({ secret: '' })))
    expect(verifyHubspotWebhook(request, []).ok).toBe(false)
    expect(verifyHubspotWebhook(request, ['']).ok).toBe(false)
  })

  it('never throws, whatever the headers hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (signature, timestamp) => {
        const request = requestWith(headersOf(signature, timestamp))
        expect(verifyHubspotWebhook(request, [SECRET]).ok).toBe(false)
      }),
    )
  })
})

describe('the address that is signed', () => {
  it('has the characters decoded that HubSpot names, and no others', () => {
    expect(signedUrl('https://p.example/a%2Fb%3a?x=%40%21%24%27%28%29%2A%2C%3B')).toBe(
      "https://p.example/a/b:?x=@!$'()*,;",
    )
    expect(signedUrl('https://p.example/?x=%20%26%3D%25%2B%C3%BC')).toBe(
      'https://p.example/?x=%20%26%3D%25%2B%C3%BC',
    )
  })

  it('is verified in that form', () => {
    const url = `${URL_}?to=a%40b.example`
    const signature = signed({ url: `${URL_}?to=a@b.example` })
    expect(verifyHubspotWebhook(requestWith(headersOf(signature), { url }), [SECRET]).ok).toBe(true)
  })
})
