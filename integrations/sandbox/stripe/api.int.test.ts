/** The real Stripe library, as it comes, against the stand-in. */
import Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StartedStandIn, startStripe, TEST_KEY } from './testing/start.ts'

let sandbox: StartedStandIn
let stripe: Stripe
let customer: string

const clientOf = (key: string, url: string): Stripe => {
  const { hostname, port } = new URL(url)
  // The library knows no base path; the stand-in lies below one.
  const fetchBelow: typeof fetch = (input, init) => {
    const asked = new URL(input instanceof Request ? input.url : input)
    return fetch(`${url}/stripe${asked.pathname}${asked.search}`, init)
  }
  return new Stripe(key, {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
    httpClient: Stripe.createFetchHttpClient(fetchBelow),
  })
}

beforeAll(async () => {
  sandbox = await startStripe()
  stripe = clientOf(TEST_KEY, sandbox.url)
  customer = (await stripe.customers.create({ name: 'Ada & Co', address: { city: 'Oslo' } })).id
})
afterAll(() => sandbox.close())

const open = async (lines = 1): Promise<Stripe.Invoice> => {
  const draft = await stripe.invoices.create({
    customer,
    currency: 'eur',
    collection_method: 'send_invoice',
    days_until_due: 14,
    metadata: { order: 'SO-17001' },
  })
  const price_data = {
    currency: 'eur',
    product: 'prod_1',
    unit_amount_decimal: Stripe.Decimal.from('4000'),
  }
  const made = Array.from({ length: lines }, (_none, index) => ({
    description: `Line ${String(index + 1)}`,
    quantity: 2,
    price_data,
  }))
  await stripe.invoices.addLines(draft.id, { lines: made })
  return stripe.invoices.finalizeInvoice(draft.id)
}

describe('the Stripe library against the stand-in', () => {
  it('drafts, finalizes and pays an invoice', async () => {
    const invoice = await open()
    expect(invoice).toMatchObject({
      status: 'open',
      amount_due: 8_000,
      metadata: { order: 'SO-17001' },
    })
    expect(invoice.number).toMatch(/-0001$/)
    const paid = await stripe.invoices.pay(invoice.id, {
      expand: ['payments.data.payment.payment_intent'],
    })
    expect(paid).toMatchObject({ status: 'paid', amount_remaining: 0 })
    expect(paid.payments?.data[0]?.payment.payment_intent).toMatchObject({ status: 'succeeded' })
    await expect(stripe.invoices.pay(invoice.id)).rejects.toThrow('already paid')
  })

  it('refuses a card as Stripe does, and keeps the failed attempt', async () => {
    const { id } = await open()
    const failed = stripe.invoices.pay(id, {
      payment_method: 'pm_card_chargeDeclinedInsufficientFunds',
    })
    await expect(failed).rejects.toBeInstanceOf(Stripe.errors.StripeCardError)
    const after = await stripe.invoices.retrieve(id)
    expect(after).toMatchObject({ status: 'open', attempt_count: 1 })
  })

  it('voids an invoice and cancels what it would have been paid with', async () => {
    const { id } = await open()
    expect((await stripe.invoices.voidInvoice(id)).status).toBe('void')
    const { data } = await stripe.invoicePayments.list({ invoice: id })
    expect(data.map((payment) => payment.status)).toEqual(['canceled'])
  })

  it('sends ten lines with an invoice and the rest in pages', async () => {
    const { id } = await open(23)
    const invoice = await stripe.invoices.retrieve(id)
    expect([invoice.lines.data.length, invoice.lines.has_more]).toEqual([10, true])
    const all = await stripe.invoices
      .listLineItems(id, { limit: 5 })
      .autoPagingToArray({ limit: 100 })
    expect(all.map((line) => line.description)).toEqual(
      Array.from({ length: 23 }, (_none, index) => `Line ${String(index + 1)}`),
    )
  })

  it('pages lists newest first, forwards and back, without gap or repeat', async () => {
    const whole = await stripe.invoices.list({ limit: 100 })
    const paged = await stripe.invoices.list({ limit: 2 }).autoPagingToArray({ limit: 100 })
    expect(paged.map(({ id }) => id)).toEqual(whole.data.map(({ id }) => id))
    const last = whole.data.at(-1)?.id ?? ''
    const back = await stripe.invoices.list({ limit: 2, ending_before: last })
    expect(back.data.map(({ id }) => id)).toEqual(whole.data.slice(-3, -1).map(({ id }) => id))
    expect(back.has_more).toBe(true)
  })

  it('answers a repeated key with the first answer, and does it once', async () => {
    const { id } = await open()
    const options = { idempotencyKey: 'pay-once' }
    const first = await stripe.invoices.pay(id, {}, options)
    const again = await stripe.invoices.pay(id, {}, options)
    expect(again).toEqual(first)
    expect(new Headers(again.lastResponse.headers).get('idempotent-replayed')).toBe('true')
    expect((await stripe.invoicePayments.list({ invoice: id })).data).toHaveLength(1)
    const other = stripe.invoices.pay(id, { paid_out_of_band: true }, options)
    await expect(other).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
  })

  it('keeps the refusal of a card for its key too', async () => {
    const { id } = await open()
    const pay = () =>
      stripe.invoices.pay(
        id,
        { payment_method: 'pm_card_chargeDeclinedInsufficientFunds' },
        { idempotencyKey: 'declined-once' },
      )
    await expect(pay()).rejects.toThrow('insufficient funds')
    await expect(pay()).rejects.toThrow('insufficient funds')
    expect((await stripe.invoices.retrieve(id)).attempt_count).toBe(1)
  })

  it('says what is wrong in Stripe’s words', async () => {
    await expect(stripe.invoices.retrieve('in_none')).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    })
    await expect(stripe.invoices.list({ limit: 1_000 })).rejects.toMatchObject({
      statusCode: 400,
      param: 'limit',
    })
    await expect(stripe.invoices.retrieve('in_none', { expand: ['nothing'] })).rejects.toThrow(
      'No such',
    )
    await expect(stripe.customers.retrieve(customer, { expand: ['nothing'] })).rejects.toThrow(
      'This property cannot be expanded (nothing).',
    )
    await expect(clientOf('sk_test_other', sandbox.url).customers.list()).rejects.toBeInstanceOf(
      Stripe.errors.StripeAuthenticationError,
    )
  })

  it('leaves a stub where a customer was, and an event that tells of it', async () => {
    const { id } = await stripe.customers.create({ name: 'Gone' })
    await stripe.customers.del(id)
    expect(await stripe.customers.retrieve(id)).toEqual({ id, object: 'customer', deleted: true })
    const { data } = await stripe.events.list({ types: ['customer.deleted'] })
    expect(data[0]?.data.object).toMatchObject({ id })
  })

  it('serves the page and the PDF an invoice links to', async () => {
    const invoice = await open()
    const page = await fetch(invoice.hosted_invoice_url ?? '')
    expect([page.status, await page.text()]).toEqual([
      200,
      expect.stringContaining(invoice.number ?? '?'),
    ])
    const pdf = await fetch(invoice.invoice_pdf ?? '')
    expect(pdf.headers.get('content-type')).toBe('application/pdf')
    expect((await pdf.text()).startsWith('%PDF-1.4')).toBe(true)
  })
})
