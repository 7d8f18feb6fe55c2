/** The sandbox as one piece: every system under one address, with webhooks that each connector's verifier accepts. */
import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { SOURCES, type Source } from '#workflows/contracts/sources.ts'
import { hubspot } from '../hubspot/index.ts'
import { verifyWebhook } from '../kit/signature.ts'
import type { Connector } from '../kit/connector.ts'
import { stripe } from '../stripe/index.ts'
import { type Receiver, startReceiver, typesOf } from './stripe/testing/receiver.ts'
import { type Control, startSandbox } from './testing/start.ts'

/** In a form that every system accepts. */
const SECRET = 'whsec_c2VjcmV0LW9mLXRoZS1maXJzdC1jb25uZWN0aW9u'
const OTHER = 'whsec_YW5vdGhlci1zZWNyZXQtYWx0b2dldGhlciEhISE='
const NORTHGATE = { stripe: 'cus_NorthgateClin1', hubspot: '18420011001' } as const

let sandbox: Control
const receivers: Receiver[] = []

beforeEach(async () => {
  sandbox = await startSandbox({ demo: true })
})
afterEach(async () => {
  await sandbox.close()
  for (const receiver of receivers.splice(0)) await receiver.close()
})

async function listen(source: Source): Promise<Receiver> {
  const receiver = await startReceiver()
  receivers.push(receiver)
  const { url } = receiver
  await sandbox.send('PUT', `/control/webhooks/${source}`, { url, secret: SECRET })
  return receiver
}

/** Something happens at each system. */
const ACTS: Readonly<Record<Source, () => Promise<{ status: number }>>> = {
  orders: () => sandbox.send('POST', '/control/orders', { customer: 'C-1001' }),
  stripe: () => sandbox.send('POST', '/control/stripe/invoices', { customer: NORTHGATE.stripe }),
  hubspot: () =>
    sandbox.send('POST', `/control/hubspot/companies/${NORTHGATE.hubspot}/rename`, {
      name: 'Northgate',
    }),
}

const apis = () => {
  const { orders, stripe: billing, hubspot: crm, twilio } = sandbox.credentials
  const basic = Buffer.from(`${twilio.accountSid}:${twilio.authToken}`).toString('base64')
  const messages = `/twilio/2010-04-01/Accounts/${twilio.accountSid}/Messages.json`
  return {
    orders: { path: '/orders/orders', authorization: `Bearer ${orders.token}` },
    stripe: { path: '/stripe/v1/invoices', authorization: `Bearer ${billing.secretKey}` },
    hubspot: {
      path: '/hubspot/crm/v3/objects/companies',
      authorization: `Bearer ${crm.accessToken}`,
    },
    twilio: { path: messages, authorization: `Basic ${basic}` },
  }
}

const SMS = { To: '+4915155501042', From: '+4930555010', Body: 'A connection stands still.' }

async function call(api: keyof ReturnType<typeof apis>, authorization?: string): Promise<Response> {
  const { path, authorization: right } = apis()[api]
  const sends = api === 'twilio' ? { method: 'POST', body: new URLSearchParams(SMS) } : {}
  return fetch(sandbox.url + path, {
    ...sends,
    headers: { authorization: authorization ?? right },
    signal: AbortSignal.timeout(1_000),
  })
}

const mail = () =>
  createTransport({ url: sandbox.smtpUrl, socketTimeout: 1_000 }).sendMail({
    from: 'Halden Steam <portal@haldensteam.example>',
    to: 'tomas@haldensteam.example',
    subject: 'Halden billing stands still',
    text: 'Stripe refused the key.',
  })

describe('one sandbox', () => {
  it('answers for every system with the credentials it tells, and for no others', async () => {
    expect((await fetch(`${sandbox.url}/healthz`)).status).toBe(200)
    for (const api of ['orders', 'stripe', 'hubspot', 'twilio'] as const) {
      expect([api, (await call(api)).status]).toEqual([api, api === 'twilio' ? 201 : 200])
      expect([api, (await call(api, 'Bearer wrong')).status]).toEqual([api, 401])
    }
  })

  it('takes other credentials when it is given some', async () => {
    const own = await startSandbox({
      stripeSecretKey: 'sk_test_own',
      hubspotAccessToken: 'pat-own',
    })
    expect(own.credentials).toMatchObject({
      stripe: { secretKey: 'sk_test_own' },
      hubspot: { accessToken: 'pat-own' },
    })
    const headers = { authorization: 'Bearer sk_test_own' }
    expect((await fetch(`${own.url}/stripe/v1/customers`, { headers })).status).toBe(200)
    await own.close()
  })

  it('tells everything of each system as it is stored, for the same customers in all', async () => {
    const named = z.array(z.looseObject({ id: z.string() }))
    const billing = z
      .object({ customers: named, invoices: named, charges: named })
      .parse((await sandbox.get('/control/stripe/state')).body)
    const crm = z
      .object({ companies: named, contacts: named, associations: z.array(z.unknown()) })
      .parse((await sandbox.get('/control/hubspot/state')).body)
    const { orders } = z
      .object({ orders: named })
      .parse((await sandbox.get('/control/state?customer=C-1001')).body)
    expect(billing.customers.map(({ id }) => id)).toContain(NORTHGATE.stripe)
    expect(crm.companies.map(({ id }) => id)).toContain(NORTHGATE.hubspot)
    const invoice = billing.invoices.find(({ customer }) => customer === NORTHGATE.stripe)
    expect(invoice).toMatchObject({ lines: { has_more: false }, metadata: {} })
    const numbers = orders.map(({ number }) => number)
    const metadata = z.looseObject({ order: z.string().optional() })
    const billed = billing.invoices
      .filter(({ customer }) => customer === NORTHGATE.stripe)
      .flatMap((own) => metadata.parse(own['metadata']).order ?? [])
    expect(billed.length).toBeGreaterThan(3)
    expect(billed.filter((number) => !numbers.includes(number))).toEqual([])
  })

  it('shows mails and SMS in one outbox, newest first', async () => {
    await mail()
    await call('twilio')
    expect((await sandbox.get('/control/outbox')).body).toMatchObject({
      messages: [
        { channel: 'sms', to: [SMS.To], text: SMS.Body },
        { channel: 'email', subject: 'Halden billing stands still' },
      ],
    })
    await sandbox.send('DELETE', '/control/outbox')
    expect((await sandbox.get('/control/outbox')).body).toEqual({ messages: [] })
  })
})

describe('webhooks of each system', () => {
  type Verify = (...given: Parameters<Connector['verify']>) => ReturnType<Connector['verify']>
  const verifiers: Readonly<Record<Source, Verify>> = {
    stripe: (request, secrets) => stripe.verify(request, secrets),
    hubspot: (request, secrets) => hubspot.verify(request, secrets),
    orders: ({ rawBody, headers, receivedAt: now }, secrets) =>
      verifyWebhook({ rawBody, headers, secrets, now }),
  }

  it.each(SOURCES)('are signed for its own endpoint: %s', async (source) => {
    const receiver = await listen(source)
    expect((await ACTS[source]()).status).toBeLessThan(300)
    const [first] = await receiver.until((all) => all.length > 0)
    if (!first) throw new Error('nothing came')
    const request = { ...first, url: receiver.url, method: 'POST', receivedAt: new Date() }
    expect(verifiers[source](request, [SECRET])).toMatchObject({ ok: true })
    expect(verifiers[source](request, [OTHER]).ok).toBe(false)
    expect((await sandbox.get(`/control/webhooks/${source}`)).body).toEqual({
      url: receiver.url,
      registered: true,
    })
  })

  it.each(SOURCES)(
    'are lost by a switch of their own, and those of others are not: %s',
    async (lost) => {
      const heard = new Map<Source, Receiver>()
      for (const source of SOURCES) heard.set(source, await listen(source))
      await sandbox.send('PUT', '/control/faults', { route: `webhooks/${lost}`, effect: 'drop' })
      for (const source of SOURCES) await ACTS[source]()
      for (const source of SOURCES.filter((one) => one !== lost)) {
        await heard.get(source)?.until((all) => all.length > 0)
      }
      expect(heard.get(lost)?.received).toEqual([])
    },
  )

  it('come in reverse from Stripe while they are shuffled', async () => {
    const receiver = await listen('stripe')
    await sandbox.send('PUT', '/control/faults', { route: 'webhooks', effect: 'shuffle' })
    await ACTS.stripe()
    const received = await receiver.until((all) => typesOf(all).includes('invoice.created'))
    expect(typesOf(received)[0]).not.toBe('invoice.created')
  })
})

describe('fault switches', () => {
  const ROUTES = [
    ['GET /orders', 'orders'],
    ['GET /stripe/invoices', 'stripe'],
    ['GET /hubspot/objects', 'hubspot'],
    ['POST /twilio/messages', 'twilio'],
  ] as const

  it.each(ROUTES)(
    '%s: busy once, then broken, then cut off, and well again',
    async (route, api) => {
      const fault = (rule: object) =>
        sandbox.send('PUT', '/control/faults', { route, times: 1, ...rule })
      await fault({ status: 429, retryAfter: 7 })
      const busy = await call(api)
      expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '7'])
      await fault({ status: 503 })
      expect((await call(api)).status).toBe(503)
      await fault({ effect: 'drop' })
      await expect(call(api)).rejects.toThrow()
      expect((await call(api)).ok).toBe(true)
    },
  )

  it('a write at Stripe is done and nobody hears of it; the same key then gets its answer', async () => {
    const route = 'POST /stripe'
    await sandbox.send('PUT', '/control/faults', {
      route,
      effect: 'execute_then_timeout',
      times: 1,
    })
    const create = () =>
      fetch(`${sandbox.url}/stripe/v1/customers`, {
        method: 'POST',
        headers: { authorization: apis().stripe.authorization, 'idempotency-key': 'once' },
        body: new URLSearchParams({ name: 'Twice & Co' }),
        signal: AbortSignal.timeout(500),
      })
    await expect(create()).rejects.toThrow('timeout')
    const answer = await create()
    expect(answer.headers.get('idempotent-replayed')).toBe('true')
    const { body } = await sandbox.get('/control/stripe/customers')
    const { customers } = z.object({ customers: z.array(z.looseObject({})) }).parse(body)
    expect(customers.filter(({ name }) => name === 'Twice & Co')).toHaveLength(1)
  })

  it('pages of Stripe come twice or in reverse', async () => {
    const ids = async () => {
      const page = z.object({ data: z.array(z.object({ id: z.string() })) })
      return page.parse(await (await call('stripe')).json()).data.map(({ id }) => id)
    }
    const usual = await ids()
    const fault = (effect: string) =>
      sandbox.send('PUT', '/control/faults', { route: 'GET /stripe/invoices', effect, times: 1 })
    await fault('duplicate')
    expect(await ids()).toHaveLength(usual.length * 2)
    await fault('shuffle')
    expect(await ids()).toEqual(usual.toReversed())
  })

  it('a mail is refused with the reply of the switch, and is not in the outbox', async () => {
    await sandbox.send('PUT', '/control/faults', { route: 'smtp', status: 451, times: 1 })
    await expect(mail()).rejects.toThrow('451')
    expect((await sandbox.get('/control/outbox')).body).toEqual({ messages: [] })
    await mail()
  })
})
