import { describe, expect, it } from 'vitest'
import { toCreditNote, toPaymentMethod } from './map-method.ts'
import { toSubscription } from './map-subscription.ts'
import { wireCreditNote, wirePaymentMethod, wireSubscription } from './schema-subscriptions.ts'
import * as samples from './testing/samples.ts'

const stamp = { version: 1_796_000_000, changed: null }
const END = new Date(1_797_600_000_000).toISOString()

const subscription = (change: object = {}, names = new Map<string, string>()) =>
  toSubscription(wireSubscription.parse(samples.wireSubscription(change)), names, stamp)
const withItem = (item: object, price: object = {}, names?: Map<string, string>) =>
  subscription({ items: { has_more: false, data: [samples.wireItem(item, price)] } }, names)

describe('a subscription', () => {
  it('says what is paid for what, and when the next charge comes', () => {
    expect(subscription()).toMatchObject({
      state: 'active',
      currency: 'EUR',
      collection: 'automatic',
      renewsAt: END,
      items: [
        {
          name: 'Boiler Watch',
          quantity: 3,
          unitPriceMinor: 4_900,
          amountMinor: 14_700,
          interval: 'month',
          periodEnd: END,
        },
      ],
    })
  })

  it.each([
    ['canceled', 'cancelled'],
    ['incomplete_expired', 'expired'],
    ['unpaid', 'unpaid'],
    ['paused', 'paused'],
  ])('that is %s is %s and is charged no more', (status, state) => {
    expect(subscription({ status })).toMatchObject({ state, renewsAt: null })
  })

  it('is not charged again when it ends before, or its charges are held back', () => {
    expect(subscription({ cancel_at_period_end: true, cancel_at: 1_797_600_000 })).toMatchObject({
      renewsAt: null,
      cancelAt: END,
    })
    expect(subscription({ cancel_at: 1_797_000_000 }).renewsAt).toBeNull()
    expect(subscription({ cancel_at: 1_799_000_000 }).renewsAt).toBe(END)
    expect(subscription({ pause_collection: { behavior: 'void' } })).toMatchObject({
      renewsAt: null,
      isCollectionPaused: true,
    })
  })

  it('renews with the item whose period ends first', () => {
    const later = samples.wireItem({ id: 'si_2', current_period_end: 1_799_000_000 })
    const data = [later, samples.wireItem()]
    expect(subscription({ items: { has_more: false, data } }).renewsAt).toBe(END)
  })

  it.each([
    ['tiers', { billing_scheme: 'tiered', unit_amount_decimal: null }],
    ['packages', { transform_quantity: { divide_by: 10 } }],
    ['usage', { recurring: { interval: 'month', interval_count: 1, usage_type: 'metered' } }],
  ])('priced by %s has no amount before', (_what, price) => {
    expect(withItem({}, price).items[0]).toMatchObject({ unitPriceMinor: null, amountMinor: null })
  })

  it('at parts of a cent has an amount, though no price in whole ones', () => {
    const [item] = withItem({ quantity: 1_000 }, { unit_amount_decimal: '0.85' }).items
    expect(item).toMatchObject({ unitPriceMinor: null, amountMinor: 850 })
  })

  it('takes names from the product, from those asked for, or from the price', () => {
    const named = { product: 'prod_1', nickname: 'Monthly' }
    expect(withItem({}, named, new Map([['prod_1', 'Steam Watch']])).items[0]?.name).toBe(
      'Steam Watch',
    )
    expect(withItem({}, named).items[0]?.name).toBe('Monthly')
    const gone = { product: { id: 'prod_1', deleted: true }, nickname: null }
    expect(withItem({}, gone).items[0]?.name).toBe('')
  })
})

describe('a payment method', () => {
  const method = (change: object = {}) =>
    toPaymentMethod(wirePaymentMethod.parse(samples.wireMethod(change)), 'cus_1', stamp)

  it('is what stands on a receipt, until the last day of its month, and never a fingerprint', () => {
    const record = method()
    expect(record).toMatchObject({
      brand: 'visa',
      last4: '4242',
      expiresOn: '2028-02-29',
      label: 'visa ····4242',
    })
    expect(JSON.stringify(record)).not.toContain('Xt5EWLLDS7FJjR1c')
  })

  it('of a bank does not expire; of another kind it is its name', () => {
    const sepa = { type: 'sepa_debit', card: undefined, sepa_debit: { last4: '3000' } }
    expect(method(sepa)).toMatchObject({
      last4: '3000',
      expiresOn: null,
      label: 'SEPA debit ····3000',
    })
    expect(method({ type: 'revolut_pay', card: undefined })).toMatchObject({
      brand: null,
      last4: null,
      label: 'revolut pay',
    })
  })
})

it('a credit note tells what was asked less and what was given back', () => {
  expect(toCreditNote(wireCreditNote.parse(samples.wireNote()), stamp)).toMatchObject({
    invoiceExternalId: 'in_1',
    number: 'NGC-0007-CN-01',
    state: 'issued',
    totalMinor: 1_500,
    reducedMinor: 1_000,
    returnedMinor: 500,
    reason: 'order_change',
    memo: 'Two valves less',
    issuedAt: new Date(1_795_000_300_000).toISOString(),
  })
})
