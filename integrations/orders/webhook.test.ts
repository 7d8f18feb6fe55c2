import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParseResult } from '../kit/connector.ts'
import { signWebhook } from '../kit/signature.ts'
import { orders } from './index.ts'
import { wireOrderWith } from './testing/wire-order.ts'

function parse(body: string | Buffer, id: string | undefined = 'msg_1'): ParseResult {
  const results = orders.parse({
    rawBody: Buffer.from(body),
    headers: { 'webhook-id': id },
    url: 'https://portal.example/webhooks/orders/1',
    method: 'POST',
    receivedAt: new Date(),
  })
  expect(results).toHaveLength(1)
  const [only] = results
  if (!only) throw new Error('Nothing was parsed.')
  return only
}

const eventText = (type: string, data: unknown) =>
  JSON.stringify({ type, timestamp: '2026-11-21T15:20:00+01:00', data })

function broken(body: string | Buffer): { reason: string; body: string } {
  const result = parse(body)
  if (result.type !== 'broken') throw new Error(`It was taken as ${result.type}.`)
  return result
}

describe('a webhook of the order system', () => {
  it.each(['order.created', 'order.updated', 'order.deleted'])('is read as %s', (type) => {
    const text = eventText(type, wireOrderWith())
    expect(parse(text)).toEqual({
      type: 'event',
      event: {
        eventKey: 'msg_1',
        eventType: type,
        kind: 'order',
        externalId: 'ord_1',
        externalCustomerId: 'C-1002',
        version: 3,
        occurredAt: '2026-11-21T14:20:00.000Z',
        body: text,
      },
    })
  })

  it('keeps its body digit for digit, unknown fields and large numbers included', () => {
    const text = eventText('order.updated', wireOrderWith()).replace(
      '"data":{',
      '"data":{ "weight" : 12345678901234567890.10,',
    )
    expect(parse(text)).toMatchObject({ type: 'event', event: { body: text } })
  })

  it('of an unknown type is kept, with whatever it tells about whose it is', () => {
    const text = eventText('invoice.created', { id: 'inv_1', customer: { id: 'C-1002' } })
    expect(parse(text)).toMatchObject({
      type: 'unknown_type',
      event: {
        eventType: 'invoice.created',
        kind: null,
        externalId: 'inv_1',
        externalCustomerId: 'C-1002',
      },
    })
    expect(parse('{"type":"ping","data":[1]}')).toMatchObject({
      type: 'unknown_type',
      event: { eventType: 'ping', externalId: null, occurredAt: null },
    })
  })

  it('without an id, or with an endless one, is told from others by its bytes', () => {
    const text = eventText('order.updated', wireOrderWith())
    const hash = `sha256:${createHash('sha256').update(text).digest('hex')}`
    expect(parse(text, '')).toMatchObject({ event: { eventKey: hash } })
    expect(parse(text, 'x'.repeat(256))).toMatchObject({ event: { eventKey: hash } })
  })

  it('takes the last of duplicate keys, as the contract says', () => {
    const text = eventText('order.updated', wireOrderWith()).replace(
      '"version":3',
      '"version":3,"version":9',
    )
    expect(parse(text)).toMatchObject({ event: { version: 9 } })
  })

  it('cannot reach the prototype of anything', () => {
    const text = eventText('order.updated', wireOrderWith()).replace(
      '"data":{',
      '"__proto__":{"polluted":1},"data":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},',
    )
    expect(parse(text).type).toBe('event')
    const result = orders.toChange(JSON.parse(text))
    expect(result.type).toBe('change')
    expect(Object.prototype).not.toHaveProperty('polluted')
    expect(result).not.toHaveProperty('change.record.polluted')
  })

  it('accepts a date in the year 9999 and refuses one beyond', () => {
    const late = eventText(
      'order.updated',
      wireOrderWith({ promised_on: '9999-12-31', placed_at: '9999-12-31T23:59:59Z' }),
    )
    expect(parse(late).type).toBe('event')
    const beyond = eventText(
      'order.updated',
      wireOrderWith({ placed_at: '9999-12-31T23:59:59-01:00' }),
    )
    expect(broken(beyond).reason).toContain('data.placed_at')
  })
})

describe('a rightly signed but unusable body', () => {
  it.each([
    ['', /empty/],
    ['   \n', /empty/],
    ['{"type":"order.updated"', /not JSON: it ends too early|look at character/],
    ['{"type": order}', /not JSON: a character is out of place/],
    ['[{"type":"order.updated"}]', /no event/],
    ['null', /no event/],
    ['{"type":5}', /no event: type/],
    ['{"type":"order.updated"}', /order\.updated has a wrong shape: timestamp: .*; data: /],
  ])('%j is set aside with a reason', (body, reason) => {
    expect(broken(body).reason).toMatch(reason)
  })

  it.each([
    ['data.id', { id: undefined }],
    ['data.version', { version: 2 ** 53 }],
    ['data.version', { version: 1.5 }],
    ['data.total', { total: '12.50' }],
    ['data.status', { status: 'lost' }],
    ['data.currency', { currency: 'eur' }],
    ['data.title', { title: 'a\u0000b' }],
    ['data.title', { title: 'half \ud83d of a pair' }],
    ['data.customer.id', { customer: { name: 'Nobody' } }],
    ['data.lines[0].quantity', { lines: [{ ...wireOrderWith().lines[0], quantity: 2 }] }],
  ])('names %s as the place of the fault, not the value', (place, changes) => {
    const text = eventText('order.updated', { ...wireOrderWith(), ...changes })
    expect(broken(text).reason).toContain(`${place}: `)
    expect(broken(text).reason).not.toMatch(/lost|12\.50|half/)
  })

  it('that is no UTF-8 is kept in a form a text column can hold', () => {
    const result = broken(Buffer.from([0x7b, 0xff, 0x00, 0x7d]))
    expect(result.reason).toContain('UTF-8')
    expect(result.body).toBe('{\ufffd\ufffd}')
  })

  it('never makes the parser throw', () => {
    const json = fc.json().map((text) => Buffer.from(text))
    const bytes = fc.uint8Array().map((array) => Buffer.from(array))
    fc.assert(
      fc.property(fc.oneof(json, bytes), (body) => {
        expect(['broken', 'unknown_type']).toContain(parse(body).type)
      }),
    )
  })
})

describe('verify', () => {
  it('measures the age of a webhook at its receipt', () => {
    const rawBody = Buffer.from('{}')
    const secret = 'whsec_c2VjcmV0LW9mLXRoZS1maXJzdC1jb25uZWN0aW9u'
    const sentAt = new Date('2026-11-23T10:00:00Z')
    const headers = signWebhook({ id: 'm', sentAt, body: rawBody, secrets: [secret] })
    const request = { rawBody, headers, url: '', method: 'POST' }
    const at = (seconds: number) => new Date(sentAt.getTime() + seconds * 1000)
    expect(orders.verify({ ...request, receivedAt: at(299) }, [secret])).toEqual({ ok: true })
    const late = orders.verify({ ...request, receivedAt: at(301) }, [secret])
    expect(late).toEqual({ ok: false, reason: 'timestamp_past' })
  })
})

describe('toChange', () => {
  it('reads the order out of a stored body, as text or parsed', () => {
    const text = eventText('order.updated', wireOrderWith())
    const result = orders.toChange(text)
    expect(result).toMatchObject({
      type: 'change',
      change: { type: 'upsert', record: { externalId: 'ord_1' } },
    })
    expect(orders.toChange(JSON.parse(text))).toEqual(result)
  })

  it('says why a body is unusable', () => {
    expect(orders.toChange('{')).toMatchObject({
      type: 'invalid',
      reason: expect.stringContaining('JSON') as string,
    })
    expect(orders.toChange({ type: 'order.updated' })).toMatchObject({ type: 'invalid' })
  })
})
