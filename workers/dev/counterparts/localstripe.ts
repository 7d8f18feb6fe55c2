/**
 * localstripe: a stateful stand-in by other hands, for objects of an API version years older than ours. GPL-3.0: it runs
 * as a program of its own and nothing of it is shipped or linked.
 */
import { z } from 'zod'
import type { Counterpart } from './counterpart.ts'

const VERSION = '1.15.10'
const KEY = 'sk_test_123'

const OLDER = 'its objects are of an older API version, and such a shape must be refused by name'
const NO_PAYMENTS = 'it has no /v1/invoice_payments, which tell what a payment is for'
const NO_METHODS = 'it has no /v1/customers/{id}/payment_methods'
const NO_NOTES = 'it has no /v1/credit_notes'
const NO_TYPES = 'its /v1/events takes no list of types'

const named = z.looseObject({ id: z.string() })
const subscription = named.extend({ latest_invoice: z.string() })
const invoice = named.extend({ payment_intent: z.union([z.string(), named]) })

async function ask(url: string, form?: Record<string, string>): Promise<unknown> {
  const headers = { authorization: `Bearer ${KEY}` }
  const response = await fetch(
    url,
    form ? { method: 'POST', headers, body: new URLSearchParams(form) } : { headers },
  )
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return response.json()
}

export const localstripe: Counterpart = {
  name: 'localstripe',
  version: VERSION,
  install: [
    ['python3', '-m', 'venv', 'venv'],
    ['venv/bin/pip', 'install', '--quiet', `localstripe==${VERSION}`],
  ],
  program: 'venv/bin/localstripe',
  args: (port) => ['--port', String(port), '--from-scratch'],
  ready: '/v1/customers',
  secretKey: KEY,
  async fill(base) {
    const make = (path: string, form: Record<string, string>) => ask(`${base}/v1/${path}`, form)
    const { id: customer } = named.parse(await make('customers', { name: 'Mill One' }))
    for (const name of ['Mill Two', 'Mill Three']) await make('customers', { name })
    const card = {
      type: 'card',
      'card[number]': '4242424242424242',
      'card[exp_month]': '3',
      'card[exp_year]': '2099',
      'card[cvc]': '123',
    }
    const { id: method } = named.parse(await make('payment_methods', card))
    await make(`payment_methods/${method}/attach`, { customer })
    await make(`customers/${customer}`, { 'invoice_settings[default_payment_method]': method })
    await make('plans', {
      ...{ id: 'watch', 'product[name]': 'Boiler Watch', amount: '4900' },
      ...{ currency: 'eur', interval: 'month' },
    })
    const wish = { customer, 'items[0][plan]': 'watch', 'items[0][quantity]': '3' }
    const made = subscription.parse(await make('subscriptions', wish))
    const paid = invoice.parse(await ask(`${base}/v1/invoices/${made.latest_invoice}`))
    const intent = paid.payment_intent
    return {
      customer,
      invoice: paid.id,
      payment: typeof intent === 'string' ? intent : intent.id,
      subscription: made.id,
    }
  },
  about:
    'has state, so paging and keys are checked; of the objects only customers have the shape of today',
  explained: {
    'customer window': NO_TYPES,
    'invoice pages': OLDER,
    'invoice window': NO_TYPES,
    'invoice single': OLDER,
    'payment pages': NO_PAYMENTS,
    'payment window': NO_TYPES,
    'payment single': NO_PAYMENTS,
    'subscription pages': OLDER,
    'subscription window': NO_TYPES,
    'subscription single': OLDER,
    'payment_method pages': NO_METHODS,
    'payment_method window': NO_TYPES,
    'credit_note pages': NO_NOTES,
    'credit_note window': NO_TYPES,
  },
}
