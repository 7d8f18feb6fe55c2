import { describe, expect, it } from 'vitest'
import {
  wireCustomer,
  wireEvent,
  wireIntent,
  wireInvoice,
  wireMethod,
  wireNote,
  wireSubscription,
} from './testing/samples.ts'
import { parseStripeWebhook, stripeChangeOf } from './webhook.ts'

const parse = (body: unknown) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return parseRaw(Buffer.from(text))
}
const parseRaw = (rawBody: Buffer) => {
  const [result, ...more] = parseStripeWebhook({
    rawBody,
    headers: {},
    url: '',
    method: 'POST',
    receivedAt: new Date(),
  })
  expect(more).toEqual([])
  return result
}
const charge = { object: 'charge', id: 'ch_1', payment_intent: 'pi_1', customer: 'cus_1' }
const link = {
  object: 'invoice_payment',
  id: 'inpay_1',
  invoice: 'in_1',
  payment: { type: 'payment_intent', payment_intent: 'pi_1' },
}

describe('parsing a webhook', () => {
  it.each([
    ['invoice.paid', wireInvoice(), 'invoice', 'in_1', 'cus_1'],
    ['customer.updated', wireCustomer(), 'customer', 'cus_1', 'cus_1'],
    [
      'customer.tax_id.created',
      { object: 'tax_id', id: 'txi_1', customer: 'cus_1' },
      'customer',
      'cus_1',
      'cus_1',
    ],
    ['payment_intent.succeeded', wireIntent(), 'payment', 'pi_1', 'cus_1'],
    ['charge.refunded', charge, 'payment', 'pi_1', 'cus_1'],
    [
      'refund.failed',
      { object: 'refund', id: 're_1', payment_intent: 'pi_1' },
      'payment',
      'pi_1',
      null,
    ],
    ['invoice_payment.paid', link, 'payment', 'pi_1', null],
    ['customer.subscription.deleted', wireSubscription(), 'subscription', 'sub_1', 'cus_1'],
    ['payment_method.detached', wireMethod({ customer: null }), 'payment_method', 'pm_1', null],
    ['credit_note.voided', wireNote(), 'credit_note', 'cn_1', 'cus_1'],
  ])(
    '%s says which record it is about',
    (type, object, ...[kind, externalId, externalCustomerId]) => {
      expect(parse(wireEvent(type, object))).toMatchObject({
        type: 'event',
        event: {
          eventKey: 'evt_1',
          eventType: type,
          kind,
          externalId,
          externalCustomerId,
          version: 1_795_000_900,
        },
      })
    },
  )

  it.each([
    ['product.updated', { object: 'product', id: 'prod_1' }],
    ['customer.source.updated', { object: 'source', id: 'src_1', customer: 'cus_1' }],
    ['charge.dispute.created', { object: 'dispute', id: 'dp_1', payment_intent: 'pi_1' }],
    ['invoice.upcoming', wireInvoice()],
    ['charge.succeeded', { ...charge, payment_intent: null }],
    ['__proto__.x', { object: 'constructor', id: 'x' }],
    ['balance.available', { object: 'balance' }],
  ])('%s is kept as an unknown type', (type, object) => {
    expect(parse(wireEvent(type, object))).toMatchObject({
      type: 'unknown_type',
      event: { eventKey: 'evt_1', eventType: type, kind: null },
    })
  })

  it('keeps a thin event as an unknown type', () => {
    const thin = {
      id: 'evt_thin',
      object: 'v2.core.event',
      type: 'v1.billing.meter.no_meter_found',
      created: '2026-11-01T10:00:00.000Z',
      related_object: null,
    }
    expect(parse(thin)).toMatchObject({
      type: 'unknown_type',
      event: { eventKey: 'evt_thin', occurredAt: '2026-11-01T10:00:00.000Z' },
    })
  })

  it('keeps the body as it was signed, and takes the tenant from nothing it claims', () => {
    const body = JSON.stringify(
      wireEvent('invoice.paid', wireInvoice(), { account: 'acct_other' }),
      null,
      2,
    )
    expect(parse(body)).toMatchObject({
      type: 'event',
      event: { body, externalCustomerId: 'cus_1' },
    })
  })

  it.each([
    ['nothing', ''],
    ['broken JSON', '{"id":"evt_1",'],
    ['a list', '[]'],
    ['an event without an id', JSON.stringify({ object: 'event', type: 'invoice.paid' })],
    [
      'an event without an object',
      JSON.stringify({ id: 'evt_1', object: 'event', type: 'invoice.paid', created: 1, data: {} }),
    ],
    ['an object without an id', JSON.stringify(wireEvent('invoice.paid', { object: 'invoice' }))],
    [
      'a date no calendar has',
      JSON.stringify(wireEvent('invoice.paid', wireInvoice(), { created: 1e15 })),
    ],
  ])('%s is broken, with a reason and a key to tell repeats', (_what, body) => {
    const result = parse(body)
    expect(result).toMatchObject({
      type: 'broken',
      reason: expect.stringMatching(/.{10,}/) as string,
    })
    expect(parse(body)).toEqual(result)
  })

  it('takes bytes that are no text without throwing', () => {
    expect(parseRaw(Buffer.from([0xff, 0x00, 0xfe]))).toMatchObject({
      type: 'broken',
      body: '\ufffd\ufffd\ufffd',
    })
  })
})

describe('what a stored event means', () => {
  const meaning = (type: string, object: object, change: object = {}) =>
    stripeChangeOf(JSON.stringify(wireEvent(type, object, change)))
  const fetchInvoice = { type: 'fetch', kind: 'invoice', externalId: 'in_1' }

  it('is the invoice itself when it is whole and of our version', () => {
    expect(meaning('invoice.updated', wireInvoice())).toMatchObject({
      type: 'change',
      change: {
        kind: 'invoice',
        type: 'upsert',
        record: { externalId: 'in_1', version: 1_795_000_900 },
      },
    })
  })

  it('is a hint when the version is another, or none', () => {
    expect(meaning('invoice.updated', wireInvoice(), { api_version: '2024-06-20' })).toEqual(
      fetchInvoice,
    )
    expect(meaning('invoice.updated', wireInvoice(), { api_version: null })).toEqual(fetchInvoice)
  })

  it('is a hint when some of the lines are missing', () => {
    const lines = { ...wireInvoice().lines, has_more: true }
    expect(meaning('invoice.updated', wireInvoice({ lines }))).toEqual(fetchInvoice)
  })

  it('is a hint for customers and payments, which never come whole', () => {
    expect(meaning('customer.updated', wireCustomer())).toMatchObject({
      type: 'fetch',
      kind: 'customer',
    })
    expect(meaning('charge.refunded', charge)).toEqual({
      type: 'fetch',
      kind: 'payment',
      externalId: 'pi_1',
    })
  })

  it('is a hint for a subscription, whose products come without names; its end is no deletion', () => {
    const fetchIt = { type: 'fetch', kind: 'subscription', externalId: 'sub_1' }
    for (const type of ['customer.subscription.updated', 'customer.subscription.deleted']) {
      expect(meaning(type, wireSubscription())).toEqual(fetchIt)
    }
  })

  it('is the payment method or credit note itself, and a detached method is gone', () => {
    expect(meaning('payment_method.attached', wireMethod())).toMatchObject({
      change: { kind: 'payment_method', type: 'upsert', record: { label: 'visa ····4242' } },
    })
    expect(meaning('payment_method.detached', wireMethod({ customer: null }))).toMatchObject({
      change: { kind: 'payment_method', type: 'delete', externalCustomerId: null },
    })
    expect(meaning('credit_note.voided', wireNote({ status: 'void' }))).toMatchObject({
      change: { kind: 'credit_note', record: { state: 'void', version: 1_795_000_900 } },
    })
  })

  it('is a deletion, stamped with the event', () => {
    expect(meaning('customer.deleted', wireCustomer())).toMatchObject({
      type: 'change',
      change: { kind: 'customer', type: 'delete', externalId: 'cus_1', version: 1_795_000_900 },
    })
    expect(meaning('invoice.deleted', wireInvoice())).toMatchObject({
      change: { kind: 'invoice', type: 'delete', externalCustomerId: 'cus_1' },
    })
  })

  it('is invalid, with a reason, when it cannot be read', () => {
    expect(meaning('invoice.updated', wireInvoice({ total: 'much' }))).toMatchObject({
      type: 'invalid',
    })
    expect(stripeChangeOf('{')).toMatchObject({ type: 'invalid' })
    expect(stripeChangeOf({ id: 'evt_1' })).toMatchObject({ type: 'invalid' })
  })
})
