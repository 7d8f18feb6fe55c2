/** Stripe: the demo account read in full, every action taken once, and the errors a client must understand. */
import { z } from 'zod'
import { STRIPE_ROUTES } from '#integrations/sandbox/stripe/api/api.ts'
import { startStripe, TEST_KEY } from '#integrations/sandbox/stripe/testing/start.ts'
import type { Hold, Provider, Request, Send } from './provider.ts'

const page = z.object({ data: z.array(z.object({ id: z.string() })), has_more: z.boolean() })
const single = z.object({ id: z.string() })
const event = z.object({
  type: z.string(),
  data: z.object({ object: z.looseObject({ object: z.string() }) }),
})

interface Caller {
  get(path: string, expect?: number): Promise<unknown>
  post(path: string, form?: Record<string, string>, expect?: number): Promise<unknown>
  remove(path: string): Promise<unknown>
}

function callerOf(send: Send): Caller {
  const headers = { authorization: `Bearer ${TEST_KEY}` }
  const call = (request: Omit<Request, 'headers'>) => send({ ...request, headers })
  return {
    get: (path, expect = 200) => call({ method: 'GET', path, expect }),
    post: (path, form = {}, expect = 200) =>
      call({ method: 'POST', path, body: new URLSearchParams(form).toString(), expect }),
    remove: (path) => call({ method: 'DELETE', path, expect: 200 }),
  }
}

/** Every page of a list, and each object on its own. */
async function readAll(caller: Caller, path: string, expand = ''): Promise<string[]> {
  const ids: string[] = []
  for (let after = ''; ;) {
    const wish = expand && `&expand[]=data.${expand}`
    const query = `limit=100${wish}${after && `&starting_after=${after}`}`
    const { data, has_more: more } = page.parse(await caller.get(`${path}?${query}`))
    ids.push(...data.map((item) => item.id))
    after = ids.at(-1) ?? ''
    if (!more) break
  }
  for (const id of ids.slice(0, 20)) await caller.get(`${path}/${id}`)
  return ids
}

/** What customers agreed to, and the catalogue it is taken from. */
async function readAgreements(caller: Caller, customers: readonly string[]): Promise<void> {
  const products = await readAll(caller, '/v1/products')
  await caller.get(`/v1/products?${products.map((id) => `ids[]=${id}`).join('&')}`)
  await readAll(caller, '/v1/prices', 'product')
  await caller.get(`/v1/prices?product=${products[0] ?? ''}`)
  await caller.get('/v1/subscriptions?limit=100')
  const path = '/v1/subscriptions?status=all&limit=100'
  const { data } = page.parse(await caller.get(path))
  for (const { id } of data) {
    await caller.get(`/v1/subscriptions/${id}?expand[]=items.data.price.product&expand[]=customer`)
    await caller.get(`/v1/subscription_items?subscription=${id}`)
  }
  for (const customer of customers) {
    const own = await caller.get(`/v1/customers/${customer}/payment_methods?limit=100`)
    await caller.get(`/v1/payment_methods?customer=${customer}&type=card`)
    for (const { id } of page.parse(own).data) {
      await caller.get(`/v1/payment_methods/${id}?expand[]=customer`)
    }
  }
  const notes = await readAll(caller, '/v1/credit_notes', 'invoice')
  for (const id of notes) await caller.get(`/v1/credit_notes/${id}/lines`)
}

async function readDemo(caller: Caller): Promise<void> {
  await readAgreements(caller, await readAll(caller, '/v1/customers', 'tax_ids'))
  const invoices = await readAll(caller, '/v1/invoices', 'payments')
  for (const id of invoices) await caller.get(`/v1/invoices/${id}/lines?limit=3`)
  const [first = ''] = invoices
  await caller.get(
    `/v1/invoices/${first}?expand[]=customer&expand[]=payments.data.payment.payment_intent`,
  )
  await readAll(caller, '/v1/payment_intents', 'latest_charge')
  await readAll(caller, '/v1/invoice_payments', 'payment.payment_intent')
  const paid = z.object({ data: z.array(z.object({ latest_charge: z.string().nullable() })) })
  const intents = paid.parse(await caller.get('/v1/payment_intents?limit=100'))
  for (const { latest_charge: charge } of intents.data) {
    if (charge !== null) await caller.get(`/v1/charges/${charge}`)
  }
}

/** The description leaves open what an event holds; by Stripe's word it is the object as the API sends it. */
async function holdEvents(caller: Caller, hold: Hold): Promise<void> {
  const ids = await readAll(caller, '/v1/events')
  for (const id of ids.slice(0, 120)) {
    const { type, data } = event.parse(await caller.get(`/v1/events/${id}`))
    hold(data.object.object, data.object, type)
  }
}

async function draft(caller: Caller, customer: string): Promise<string> {
  const fields = {
    customer,
    currency: 'eur',
    collection_method: 'send_invoice',
    days_until_due: '14',
  }
  const { id } = single.parse(await caller.post('/v1/invoices', fields))
  await caller.post(`/v1/invoices/${id}/add_lines`, {
    'lines[0][description]': 'Service visit',
    'lines[0][quantity]': '2',
    'lines[0][price_data][currency]': 'eur',
    'lines[0][price_data][unit_amount_decimal]': '48000',
    'lines[0][price_data][product]': 'prod_visit',
  })
  return id
}

async function subscribe(caller: Caller, customer: string): Promise<void> {
  const form = { name: 'Conformance Watch', description: 'For the check' }
  const { id: product } = single.parse(await caller.post('/v1/products', form))
  await caller.post(`/v1/products/${product}`, { name: 'Conformance Watch Plus' })
  const price = async (fields: Record<string, string>) =>
    single.parse(await caller.post('/v1/prices', { product, currency: 'eur', ...fields })).id
  const monthly = await price({ unit_amount: '4900', 'recurring[interval]': 'month' })
  const metered = await price({
    unit_amount_decimal: '0.5',
    'recurring[interval]': 'month',
    'recurring[usage_type]': 'metered',
  })
  const { id } = single.parse(
    await caller.post('/v1/subscriptions', {
      customer,
      'items[0][price]': monthly,
      'items[0][quantity]': '2',
      'items[1][price]': metered,
    }),
  )
  await caller.post(`/v1/subscriptions/${id}`, {
    'items[0][quantity]': '5',
    cancel_at_period_end: 'true',
    'pause_collection[behavior]': 'void',
  })
  await caller.get(`/v1/subscriptions?status=all&price=${monthly}`)
  await caller.remove(`/v1/subscriptions/${id}`)
}

async function credit(caller: Caller, customer: string): Promise<void> {
  const id = await draft(caller, customer)
  await caller.post(`/v1/invoices/${id}/finalize`)
  const form = { invoice: id, amount: '1000', reason: 'order_change', memo: 'One visit less' }
  const { id: note } = single.parse(await caller.post('/v1/credit_notes', form))
  await caller.post(`/v1/credit_notes/${note}/void`)
  await caller.post('/v1/credit_notes', { ...form, amount: '96000' })
  await caller.get(`/v1/invoices/${id}`)
  await caller.post('/v1/credit_notes', { ...form, amount: '1' }, 400)
}

/** For good, so it comes after everything that asks for it. */
async function detach(caller: Caller): Promise<void> {
  const path = '/v1/customers/cus_VellmarDairy01/payment_methods'
  const [first] = page.parse(await caller.get(path)).data
  await caller.post(`/v1/payment_methods/${first?.id ?? ''}/detach`)
  await caller.get(`/v1/payment_methods/${first?.id ?? ''}`)
}

async function act(caller: Caller): Promise<void> {
  const made = await caller.post('/v1/customers', {
    name: 'Conformance & Co',
    'address[city]': 'Oslo',
    'tax_id_data[0][type]': 'eu_vat',
    'tax_id_data[0][value]': 'DE123456789',
  })
  const { id: customer } = single.parse(made)
  await caller.post(`/v1/customers/${customer}`, { phone: '+47 22 55 01 00', 'metadata[a]': 'b' })
  const ends: Record<string, [string, Record<string, string>, number][]> = {
    paid: [['pay', { payment_method: 'pm_card_visa' }, 200]],
    declined: [['pay', { payment_method: 'pm_card_chargeDeclinedInsufficientFunds' }, 402]],
    elsewhere: [['pay', { paid_out_of_band: 'true' }, 200]],
    void: [['void', {}, 200]],
    writtenOff: [['mark_uncollectible', {}, 200]],
  }
  for (const steps of Object.values(ends)) {
    const id = await draft(caller, customer)
    await caller.post(`/v1/invoices/${id}`, {
      description: 'For the check',
      'metadata[order]': 'SO-1',
    })
    await caller.post(`/v1/invoices/${id}/finalize`)
    for (const [step, form, expect] of steps)
      await caller.post(`/v1/invoices/${id}/${step}`, form, expect)
    await caller.get(`/v1/invoices/${id}?expand[]=payments`)
  }
  await caller.remove(`/v1/invoices/${await draft(caller, customer)}`)
  await subscribe(caller, customer)
  await credit(caller, customer)
  await detach(caller)
  await caller.remove(`/v1/customers/${customer}`)
  await caller.get(`/v1/customers/${customer}`)
}

async function fail(caller: Caller, send: Send): Promise<void> {
  await caller.get('/v1/invoices/in_none', 404)
  await caller.get('/v1/invoices?limit=1000', 400)
  await caller.get('/v1/invoices?starting_after=in_none', 400)
  await caller.get('/v1/invoices?colour=blue', 400)
  await caller.post('/v1/invoices', {}, 400)
  await send({ method: 'GET', path: '/v1/customers', expect: 401 })
}

export const stripeProvider: Provider = {
  name: 'Stripe',
  files: ['stripe-spec3.json'],
  routes: STRIPE_ROUTES.map(({ method, path }) => `${method} ${path}`),
  async start() {
    const standIn = await startStripe({ demo: true })
    return { base: `${standIn.url}/stripe`, close: () => standIn.close() }
  },
  async walk(send, hold) {
    const caller = callerOf(send)
    await readDemo(caller)
    await act(caller)
    await holdEvents(caller, hold)
    await fail(caller, send)
  },
}
