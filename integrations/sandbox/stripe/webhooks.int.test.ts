/** Webhooks of the stand-in, read by our verifier and by Stripe's own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Stripe from 'stripe'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { stripe as connector } from '../../stripe/index.ts'
import { type Receiver, startReceiver, typesOf } from './testing/receiver.ts'
import { type StartedStandIn, startStripe } from './testing/start.ts'

const SECRET = 'whsec_stand_in_secret_1'
const made = z.object({ invoice: z.object({ id: z.string() }) })
const listed = z.object({ customers: z.array(z.object({ id: z.string() })) })

let sandbox: StartedStandIn
let receiver: Receiver

beforeEach(async () => {
  sandbox = await startStripe({ demo: true })
  receiver = await startReceiver()
  await sandbox.control('/webhooks/stripe', { url: receiver.url, secret: SECRET }, 'PUT')
})
afterEach(async () => {
  await sandbox.close()
  await receiver.close()
})

const placeInvoice = async (): Promise<string> => {
  const fields = { customer: 'cus_NorthgateClin1', order: 'SO-17001' }
  return made.parse(await sandbox.control('/stripe/invoices', fields)).invoice.id
}

const asRequest = ({ rawBody, headers }: Receiver['received'][number]) => ({
  rawBody,
  headers,
  url: receiver.url,
  method: 'POST',
  receivedAt: new Date(),
})

describe('webhooks of the stand-in', () => {
  it('tell of an invoice that is made, finalized and paid, and nothing of the demo’s history', async () => {
    const id = await placeInvoice()
    await sandbox.control(`/stripe/invoices/${id}/pay`)
    const received = await receiver.until((all) =>
      typesOf(all).includes('invoice.payment_succeeded'),
    )
    expect(new Set(typesOf(received))).toEqual(
      new Set([
        'invoice.created',
        'payment_intent.created',
        'invoice.finalized',
        'invoice.updated',
        'charge.succeeded',
        'payment_intent.succeeded',
        'invoice_payment.paid',
        'invoice.paid',
        'invoice.payment_succeeded',
      ]),
    )
  })

  it('are signed so that our verifier and Stripe’s own agree', async () => {
    await placeInvoice()
    const [first] = await receiver.until((all) => all.length > 0)
    if (!first) throw new Error('Nothing came.')
    const header = first.headers['stripe-signature'] ?? ''
    expect(connector.verify(asRequest(first), ['whsec_other', SECRET])).toEqual({ ok: true })
    const event = new Stripe('sk_test_x').webhooks.constructEvent(first.rawBody, header, SECRET)
    expect(connector.parse(asRequest(first))).toMatchObject([
      { type: 'event', event: { eventKey: event.id, eventType: event.type } },
    ])
    expect(connector.verify(asRequest(first), ['whsec_other'])).toMatchObject({ ok: false })
    const changed = { ...first, rawBody: Buffer.concat([first.rawBody, Buffer.from(' ')]) }
    expect(connector.verify(asRequest(changed), [SECRET])).toMatchObject({ ok: false })
    expect(() =>
      new Stripe('sk_test_x').webhooks.constructEvent(changed.rawBody, header, SECRET),
    ).toThrow()
  })

  it('come again after a failure, with the same id', async () => {
    receiver.failNext(1)
    const [first] = listed.parse(await sandbox.control('/stripe/customers', {}, 'GET')).customers
    await sandbox.control(`/stripe/customers/${first?.id ?? ''}`, { phone: '+47 1' })
    const [update] = await receiver.until((all) => all.length === 1)
    expect(update && connector.verify(asRequest(update), [SECRET])).toEqual({ ok: true })
    const state = await sandbox.control('/stripe/deliveries', {}, 'GET')
    expect(state).toMatchObject({ waiting: 0, deliveries: [{ state: 'delivered', attempts: 2 }] })
  })

  it('name the version they were made for', async () => {
    const registered = { url: receiver.url, secret: SECRET, apiVersion: '2024-06-20' }
    await sandbox.control('/webhooks/stripe', registered, 'PUT')
    const id = await placeInvoice()
    const all = await receiver.until((got) => typesOf(got).includes('invoice.finalized'))
    const finalized = all[typesOf(all).indexOf('invoice.finalized')]
    expect(connector.toChange(finalized?.rawBody.toString())).toEqual({
      type: 'fetch',
      kind: 'invoice',
      externalId: id,
    })
  })
})

describe('the stand-in after a restart', () => {
  it('still holds what was done, and sends what waited', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portside-stripe-'))
    const path = join(folder, 'sandbox.db')
    const before = await startStripe({ path })
    await before.control('/webhooks/stripe', { url: 'http://127.0.0.1:9/', secret: SECRET }, 'PUT')
    await before.control('/stripe/customers', { name: 'Kept' })
    await before.close()
    const after = await startStripe({ path })
    await after.control('/webhooks/stripe', { url: receiver.url, secret: SECRET }, 'PUT')
    const received = await receiver.until((all) => all.length > 0)
    expect(typesOf(received)).toEqual(['customer.created'])
    expect(await after.control('/stripe/customers', {}, 'GET')).toMatchObject({
      customers: [{ name: 'Kept' }],
    })
    await after.close()
    rmSync(folder, { recursive: true })
  })
})
