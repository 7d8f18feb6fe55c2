import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifyStripeWebhook } from './signature.ts'

const SECRET = 'whsec_a_secret_of_this_connection'
const OLD = 'whsec_the_one_before'
const SENT = 1_795_000_000
const BODY = '{\n  "id": "evt_1",\n  "object": "event",\n  "ü": 1.0\n}'

const hex = (text: string | Buffer, secret = SECRET, at = SENT): string =>
  createHmac('sha256', secret)
    .update(`${String(at)}.`)
    .update(text)
    .digest('hex')

interface Sent {
  header?: string | undefined
  body?: string | Buffer
  after?: number
  secrets?: string[]
}

const verify = ({ header, body = BODY, after = 0, secrets = [SECRET] }: Sent) =>
  verifyStripeWebhook(
    {
      rawBody: Buffer.from(body),
      headers: { 'stripe-signature': header },
      url: 'https://portal.example/webhooks/stripe/1',
      method: 'POST',
      receivedAt: new Date((SENT + after) * 1000),
    },
    secrets,
  )

const good = `t=${String(SENT)},v1=${hex(BODY)}`
const bad = { ok: false, reason: 'bad_signature' }

describe('a Stripe signature', () => {
  it('is accepted over exactly the bytes that came', () => {
    expect(verify({ header: good })).toEqual({ ok: true })
  })

  it('is accepted when any of several is right, for any active secret', () => {
    const rotated = `t=${String(SENT)},v1=${hex(BODY, OLD)},v1=${hex(BODY)}`
    expect(verify({ header: rotated })).toEqual({ ok: true })
    expect(verify({ header: good, secrets: [OLD, SECRET] })).toEqual({ ok: true })
    expect(verify({ header: `v0=00,${good}` })).toEqual({ ok: true })
    expect(verify({ header: ` t=${String(SENT)} , v1=${hex(BODY)} ` })).toEqual({ ok: true })
  })

  it('is accepted up to 300 seconds off, both ways, and says which way it is too far', () => {
    expect(verify({ header: good, after: 300 })).toEqual({ ok: true })
    expect(verify({ header: good, after: -300 })).toEqual({ ok: true })
    expect(verify({ header: good, after: 301 })).toEqual({ ok: false, reason: 'timestamp_past' })
    expect(verify({ header: good, after: -301 })).toEqual({
      ok: false,
      reason: 'timestamp_future',
    })
  })

  it.each([undefined, ''])('that is missing (%j) is called missing', (header) => {
    expect(verify({ header })).toEqual({ ok: false, reason: 'missing_signature' })
  })

  it.each([
    ['of another secret', `t=${String(SENT)},v1=${hex(BODY, OLD)}`],
    ['of the scheme v0 only', `t=${String(SENT)},v0=${hex(BODY)}`],
    ['in upper case', `t=${String(SENT)},v1=${hex(BODY).toUpperCase()}`],
    ['cut short', `t=${String(SENT)},v1=${hex(BODY).slice(0, 63)}`],
    ['with more behind it', `t=${String(SENT)},v1=${hex(BODY)}00`],
    ['without a timestamp', `v1=${hex(BODY)}`],
    ['with two timestamps', `t=1,t=${String(SENT)},v1=${hex(BODY)}`],
    ['with another timestamp', `t=${String(SENT + 1)},v1=${hex(BODY)}`],
    ['with a timestamp that is no number', `t=1e9,v1=${hex(BODY)}`],
    ['without any scheme', hex(BODY)],
    ['of nothing', ',,,=,t=,v1='],
    ['repeated without end', `t=${String(SENT)}${`,v1=${hex(BODY)}`.repeat(17)}`],
  ])('%s is refused', (_what, header) => {
    expect(verify({ header })).toEqual(bad)
  })

  it.each([
    ['written anew', JSON.stringify(JSON.parse(BODY))],
    ['with a line more', `${BODY}\n`],
    ['with a byte order mark', `\ufeff${BODY}`],
    ['in another charset', Buffer.from(BODY, 'latin1')],
  ])('over a body %s is refused', (_what, body) => {
    expect(verify({ header: good, body })).toEqual(bad)
  })

  it('never matches a connection without a secret', () => {
    const empty = createHmac('sha256', '')
      .update(`${String(SENT)}.${BODY}`)
      .digest('hex')
    expect(verify({ header: `t=${String(SENT)},v1=${empty}`, secrets: [''] })).toEqual(bad)
    expect(verify({ header: good, secrets: [] })).toEqual(bad)
  })

  it('takes any header without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (header) => {
        expect(verify({ header }).ok).toBe(false)
      }),
      { numRuns: 50 },
    )
  })
})
