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

async function readDemo(caller: Caller): Promise<void> {
  await readAll(caller, '/v1/customers', 'tax_ids')
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
