/** What a person at Stripe's dashboard could do with subscriptions, products, payment methods and credit notes, as JSON. */
import { type Request, Router } from 'express'
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import { updateProduct } from './ledger/catalogue.ts'
import { createCreditNote, voidCreditNote } from './ledger/credit-notes.ts'
import type { Ledger } from './ledger/ledger.ts'
import {
  attachMethod,
  detachMethod,
  renewCard,
  setDefaultMethod,
} from './ledger/payment-methods.ts'
import {
  cancelSubscription,
  createSubscription,
  renewSubscription,
  updateSubscription,
} from './ledger/subscriptions.ts'
import type { Birth } from './objects/birth.ts'
import { CREDIT_REASONS } from './objects/credit-note.ts'

interface Call {
  ledger: Ledger
  id: string
  /** What was sent along. */
  input: unknown
  birth: Birth
}
type Run = (call: Call) => object

const quantity = z.int().min(0).max(1_000_000)
const newSubscription = z.strictObject({
  customer: z.string().min(1),
  items: z
    .array(z.strictObject({ price: z.string(), quantity: quantity.default(1) }))
    .min(1)
    .max(20),
  trialDays: z.int().min(1).max(730).optional(),
})
const nothing = z.strictObject({})
const month = { expMonth: z.int().min(1).max(12), expYear: z.int().min(2000).max(2100) }
const newMethod = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('card'),
    customer: z.string().min(1),
    brand: z.string().default('visa'),
    last4: z.string().regex(/^\d{4}$/),
    ...month,
  }),
  z.strictObject({
    type: z.literal('sepa_debit'),
    customer: z.string().min(1),
    last4: z.string().regex(/^\d{4}$/),
  }),
])
const newNote = z.strictObject({
  invoice: z.string().min(1),
  amount: z.int().min(1),
  reason: z.enum(CREDIT_REASONS).nullable().default(null),
  memo: z.string().max(500).nullable().default(null),
})

/** Making one: path → what is made from the body. */
const MAKERS: Readonly<Record<string, (ledger: Ledger, input: unknown, birth: Birth) => object>> = {
  subscriptions(ledger, input, birth) {
    const { trialDays, ...fields } = newSubscription.parse(input)
    const trialEnd = trialDays === undefined ? null : birth.at + trialDays * 86_400
    return createSubscription(ledger, { ...fields, trialEnd }, birth)
  },
  payment_methods: (ledger, input, birth) => attachMethod(ledger, newMethod.parse(input), birth),
  credit_notes: (ledger, input, birth) => createCreditNote(ledger, newNote.parse(input), birth),
}

/** Acting on one: `{path} {action}` → what is done. */
const ACTIONS: Readonly<Record<string, Run>> = {
  'subscriptions quantity': ({ ledger, id, input, birth }) => {
    const items = [z.strictObject({ quantity }).parse(input)]
    return updateSubscription(ledger, { id, items }, birth)
  },
  'subscriptions price': ({ ledger, id, input, birth }) => {
    const { price } = z.strictObject({ price: z.string().min(1) }).parse(input)
    const [first] = ledger.require('subscription', id).items.data
    return updateSubscription(ledger, { id, items: [{ id: first?.id, price }] }, birth)
  },
  'subscriptions cancel_at_period_end': ({ ledger, id, input, birth }) => {
    nothing.parse(input)
    return updateSubscription(ledger, { id, cancelAtPeriodEnd: true }, birth)
  },
  'subscriptions keep': ({ ledger, id, input, birth }) => {
    nothing.parse(input)
    return updateSubscription(ledger, { id, cancelAtPeriodEnd: false, paused: false }, birth)
  },
  'subscriptions pause': ({ ledger, id, input, birth }) => {
    nothing.parse(input)
    return updateSubscription(ledger, { id, paused: true }, birth)
  },
  'subscriptions cancel': ({ ledger, id, input, birth }) => {
    nothing.parse(input)
    return cancelSubscription(ledger, id, birth)
  },
  'subscriptions renew': ({ ledger, id, input, birth }) => {
    nothing.parse(input)
    return renewSubscription(ledger, id, birth)
  },
  'products rename': ({ ledger, id, input, birth }) => {
    const { name } = z.strictObject({ name: z.string().min(1).max(500) }).parse(input)
    return updateProduct(ledger, { id, name }, birth)
  },
  'payment_methods detach': ({ ledger, id, input, birth }) => {
    nothing.parse(input)
    return detachMethod(ledger, id, birth)
  },
  'payment_methods renew': ({ ledger, id, input, birth }) =>
    renewCard(ledger, { id, ...z.strictObject(month).parse(input) }, birth),
  'payment_methods default': ({ ledger, id, input, birth }) => {
    nothing.parse(input)
    const { customer } = ledger.require('payment_method', id)
    if (customer !== null) setDefaultMethod(ledger, { customer, method: id }, birth)
    return { id }
  },
  'credit_notes void': ({ ledger, id, input, birth }) => {
    nothing.parse(input)
    return voidCreditNote(ledger, id, birth)
  },
}

const LISTED = {
  subscriptions: 'subscription',
  products: 'product',
  prices: 'price',
  payment_methods: 'payment_method',
  credit_notes: 'credit_note',
} as const
type Plural = keyof typeof LISTED
const isListed = (name: string): name is Plural => Object.hasOwn(LISTED, name)

const MOST = 1_000

export interface BillingControlDeps {
  ledger: Ledger
  /** Runs it in a transaction, in the words of the control API, and tells of the change. */
  act: <T>(work: (birth: Birth) => T, id?: string) => T
}

type Named = Request<{ plural: string; id: string; action: string }>

export function createBillingControl({ ledger, act }: BillingControlDeps): Router {
  const router = Router()
  router.get('/:plural', (request: Request<{ plural: string }>, response, next) => {
    const { plural } = request.params
    if (!isListed(plural)) {
      next()
      return
    }
    const { customer } = z.object({ customer: z.string().optional() }).parse(request.query)
    response.json({ objects: ledger.store.list(LISTED[plural], { customer, limit: MOST }) })
  })
  router.post('/:plural', (request: Request<{ plural: string }>, response, next) => {
    const make = MAKERS[request.params.plural]
    if (!make) {
      next()
      return
    }
    response.status(201).json({ object: act((birth) => make(ledger, request.body ?? {}, birth)) })
  })
  router.post('/:plural/:id/:action', (request: Named, response) => {
    const { plural, id, action } = request.params
    const run = ACTIONS[`${plural} ${action}`]
    if (!run) throw new AppError('not_found', `Actions are ${Object.keys(ACTIONS).join(', ')}.`)
    const input: unknown = request.body ?? {}
    response.json({ object: act((birth) => run({ ledger, id, input, birth }), id) })
  })
  return router
}
