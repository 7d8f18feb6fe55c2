import { describe, expect, it } from 'vitest'
import { safeUrl, type Stamp, toCustomer, toInvoice } from './map.ts'
import { toPayment } from './map-payment.ts'
import * as schema from './schema.ts'
import { wireCustomer, wireIntent, wireInvoice } from './testing/samples.ts'

const read: Stamp = { version: 1_796_000_000, changed: null }
const told: Stamp = { version: 1_795_000_900, changed: 1_795_000_900 }

const invoice = (change: object = {}, stamp = read) =>
  toInvoice(schema.wireInvoice.parse(wireInvoice(change)), stamp)
const payment = (change: object = {}) =>
  toPayment(schema.wirePaymentIntent.parse(wireIntent(change)), 'in_1', read)
const withLine = (line: object) => {
  const [first] = wireInvoice().lines.data
  return invoice({ lines: { has_more: false, data: [{ ...first, ...line }] } }).lines[0]
}

describe('an invoice', () => {
  it('keeps amounts in minor units and takes the order number from metadata', () => {
    expect(invoice()).toMatchObject({
      externalCustomerId: 'cus_1',
      number: 'NGC-0007',
      state: 'open',
      currency: 'EUR',
      subtotalMinor: 10_000,
      taxMinor: 1_900,
      totalMinor: 11_900,
      paidMinor: 0,
      remainingMinor: 11_900,
      description: 'Service',
      orderNumber: 'SO-17001',
    })
  })

  it('of a currency without decimals is not divided or multiplied', () => {
    expect(invoice({ currency: 'jpy', total: 5_000 })).toMatchObject({
      currency: 'JPY',
      totalMinor: 5_000,
    })
  })

  it('is not issued while it is a draft, even with a date set in advance', () => {
    expect(invoice({ status: 'draft', number: null })).toMatchObject({
      number: null,
      issuedAt: null,
    })
    expect(invoice().issuedAt).toBe(new Date(1_795_000_100_000).toISOString())
  })

  it('was changed when its event says, or else at the latest moment it names', () => {
    expect(invoice().changedAt).toBe(new Date(1_795_000_100_000).toISOString())
    expect(invoice({}, told).changedAt).toBe(new Date(1_795_000_900_000).toISOString())
    const transitions = { ...wireInvoice().status_transitions, paid_at: 1_795_500_000 }
    expect(invoice({ status_transitions: transitions }).changedAt).toBe(
      new Date(1_795_500_000_000).toISOString(),
    )
  })

  it('reads the customer whether it came as an id or as the object', () => {
    expect(invoice({ customer: wireCustomer() }).externalCustomerId).toBe('cus_1')
  })

  it('is refused when a number has lost digits or a word is unknown', () => {
    for (const change of [{ total: 2 ** 60 }, { status: 'lost' }, { customer: null }]) {
      expect(schema.wireInvoice.safeParse(wireInvoice(change)).success).toBe(false)
    }
  })
})

describe('a line', () => {
  it('keeps the decimal quantity and a whole unit price', () => {
    expect(withLine({})).toEqual({
      externalId: 'il_1',
      position: 1,
      description: 'Service visit',
      quantity: '2.5',
      unitPriceMinor: 4_000,
      amountMinor: 10_000,
      periodStart: null,
      periodEnd: null,
    })
  })

  it('has no unit price where one is less than a minor unit, or none is sent', () => {
    expect(withLine({ pricing: { unit_amount_decimal: '1.25' } })?.unitPriceMinor).toBeNull()
    expect(withLine({ pricing: null })?.unitPriceMinor).toBeNull()
    expect(withLine({ quantity_decimal: null })?.quantity).toBe('2')
  })

  it('has a period only when that has a length', () => {
    const line = withLine({ period: { start: 1_795_000_000, end: 1_797_592_000 } })
    expect(line?.periodEnd).toBe(new Date(1_797_592_000_000).toISOString())
  })
})

describe('a payment', () => {
  it.each([
    ['succeeded', {}, 'succeeded'],
    ['processing', {}, 'processing'],
    ['canceled', {}, 'cancelled'],
    ['requires_action', {}, 'pending'],
    ['requires_payment_method', {}, 'pending'],
    ['requires_payment_method', { last_payment_error: { message: 'No.' } }, 'failed'],
  ])('in state %s (%j) is %s', (status, more, state) => {
    expect(payment({ status, ...more }).state).toBe(state)
  })

  it('says how it was paid, what was given back and where the receipt is', () => {
    expect(payment()).toMatchObject({
      invoiceExternalId: 'in_1',
      methodLabel: 'visa ····4242',
      refundedMinor: 900,
      receiptUrl: 'https://pay.stripe.com/receipts/1',
      failureMessage: null,
    })
    const charge = {
      ...wireIntent().latest_charge,
      payment_method_details: { type: 'customer_balance' },
    }
    expect(payment({ latest_charge: charge }).methodLabel).toBe('bank transfer')
    expect(payment({ latest_charge: null })).toMatchObject({ methodLabel: null, refundedMinor: 0 })
  })

  it('without a customer belongs to nobody yet', () => {
    expect(payment({ customer: null }).externalCustomerId).toBeNull()
  })
})

describe('a customer', () => {
  it('is its own external customer, with blanks left out', () => {
    const record = toCustomer(schema.wireCustomer.parse(wireCustomer()), read)
    expect(record).toMatchObject({
      externalCustomerId: 'cus_1',
      phone: null,
      address: { street: 'Mill Lane 1', region: null, country: 'CH' },
      taxIds: ['DE1'],
      paymentMethodExternalId: null,
    })
    const told = wireCustomer({
      invoice_settings: { default_payment_method: null },
      default_source: 'card_1',
    })
    expect(toCustomer(schema.wireCustomer.parse(told), read).paymentMethodExternalId).toBe('card_1')
  })
})

describe('a link', () => {
  it('leads to https, or to this machine', () => {
    expect(safeUrl('https://pay.stripe.com/x')).toBe('https://pay.stripe.com/x')
    expect(safeUrl('http://127.0.0.1:4010/stripe/i/in_1')).toBe(
      'http://127.0.0.1:4010/stripe/i/in_1',
    )
  })

  it.each([
    'http://pay.stripe.com/x',
    'javascript:alert(1)',
    'data:text/html,x',
    '/x',
    '',
    'https://a:b@c/',
  ])('to %j is dropped', (url) => expect(safeUrl(url)).toBeNull())
})
