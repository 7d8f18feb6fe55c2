/** `/control/stripe/*` and `/control/webhooks/stripe`: what a person at Stripe's dashboard could do, as JSON. */
import { json, type Request, Router } from 'express'
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import { StripeFailure } from './failure.ts'
import { createBillingControl } from './control-billing.ts'
import { createCustomer, deleteCustomer, updateCustomer } from './ledger/customers.ts'
import { createInvoice, finalizeInvoice } from './ledger/invoices.ts'
import type { Ledger } from './ledger/ledger.ts'
import { INVOICE_ACTIONS, type InvoiceAction } from './control-actions.ts'
import { said } from './api/customer-routes.ts'
import { rightNow } from './objects/birth.ts'
import { sent } from './objects/sent.ts'
import type { StripeDeliveries } from './webhook/deliveries.ts'
import { endpoint } from './webhook/deliveries.ts'

export interface StripeControlDeps {
  ledger: Ledger
  deliveries: StripeDeliveries
  transaction: <T>(work: () => T) => T
  changed: (id?: string) => void
}

const MOST = 200_000

const text = z.string().trim().min(1).max(500)
const search = z.object({
  customer: z.string().optional(),
  status: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
})
const address = z.strictObject({
  line1: text.nullable().default(null),
  line2: text.nullable().default(null),
  postal_code: text.nullable().default(null),
  city: text.nullable().default(null),
  state: text.nullable().default(null),
  country: text.nullable().default(null),
})
const customerFields = z.strictObject({
  name: text.nullable().optional(),
  email: z.email().nullable().optional(),
  phone: text.nullable().optional(),
  address: address.optional(),
})
const newInvoice = z.strictObject({
  customer: z.string().min(1),
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/)
    .default('eur'),
  description: text.optional(),
  /** Order number, kept as metadata. */
  order: text.optional(),
  daysUntilDue: z.int().min(0).max(365).default(30),
  /** Whether it goes out at once. */
  finalize: z.boolean().default(true),
  lines: z
    .array(
      z.strictObject({
        description: text,
        quantity: z
          .string()
          .regex(/^\d{1,9}(\.\d{1,6})?$/)
          .default('1'),
        unitAmount: z.int(),
        taxPercent: z.number().min(0).max(40).default(0),
      }),
    )
    .min(1)
    .max(250)
    .default([{ description: 'Service visit', quantity: '1', unitAmount: 48_000, taxPercent: 19 }]),
})

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new AppError('invalid_input', z.prettifyError(result.error))
}

/** Stripe's refusals in the words of the control API. */
function inOurWords<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof z.ZodError) throw new AppError('invalid_input', z.prettifyError(error))
    if (!(error instanceof StripeFailure)) throw error
    throw new AppError(
      error.body.code === 'resource_missing' ? 'not_found' : 'conflict',
      error.message,
    )
  }
}

export function createStripeControl(deps: StripeControlDeps): Router {
  const router = Router()
  router.use(['/stripe', '/webhooks/stripe'], json({ limit: '1mb', strict: false }))
  router.use('/stripe', customerRoutes(deps), invoiceRoutes(deps), stateRoutes(deps))
  const act = acting(deps)
  router.use(
    '/stripe',
    createBillingControl({
      ledger: deps.ledger,
      act: (work, id) => act(() => work(rightNow()), id),
    }),
  )
  router.use('/webhooks/stripe', webhookRoutes(deps))
  return router
}

type Work<T> = () => T

const acting =
  ({ transaction, changed }: StripeControlDeps) =>
  <T>(work: Work<T>, id?: string): T => {
    const result = inOurWords(() => transaction(work))
    changed(id)
    return result
  }

function customerRoutes(deps: StripeControlDeps): Router {
  const { ledger } = deps
  const act = acting(deps)
  const router = Router()
  router.get('/customers', (request, response) => {
    const { limit } = parse(search, request.query)
    response.json({ customers: ledger.store.list('customer', { limit }).map(sent) })
  })
  router.post('/customers', (request, response) => {
    const fields = said(parse(customerFields, request.body))
    response
      .status(201)
      .json({ customer: sent(act(() => createCustomer(ledger, fields, rightNow()))) })
  })
  router.post('/customers/:id', (request, response) => {
    const patch = { id: request.params.id, ...said(parse(customerFields, request.body)) }
    response.json({
      customer: sent(act(() => updateCustomer(ledger, patch, rightNow()), patch.id)),
    })
  })
  router.delete('/customers/:id', (request, response) => {
    act(() => deleteCustomer(ledger, request.params.id, rightNow()))
    response.json({ deleted: true })
  })
  return router
}

function invoiceRoutes(deps: StripeControlDeps): Router {
  const { ledger } = deps
  const act = acting(deps)
  const router = Router()
  router.get('/invoices', (request, response) => {
    const { customer, status, limit } = parse(search, request.query)
    const states = status === undefined ? [] : status.split(',')
    response.json({ invoices: ledger.store.list('invoice', { customer, states, limit }).map(sent) })
  })
  router.post('/invoices', (request, response) => {
    const { finalize, order, ...fields } = parse(newInvoice, request.body ?? {})
    const metadata = order === undefined ? {} : { order }
    const invoice = act(() => {
      const draft = createInvoice(
        ledger,
        { ...said(fields), ...fieldsOf(fields), metadata },
        rightNow(),
      )
      return finalize ? finalizeInvoice(ledger, draft.id, rightNow()) : draft
    })
    response.status(201).json({ invoice: sent(invoice) })
  })
  router.post(
    '/invoices/:id/:action',
    (request: Request<{ id: string; action: string }>, response) => {
      const { id, action } = request.params
      if (!isAction(action)) {
        throw new AppError('not_found', `Actions are ${Object.keys(INVOICE_ACTIONS).join(', ')}.`)
      }
      const { input, run } = INVOICE_ACTIONS[action]
      const wish = parse<object>(input, request.body ?? {})
      act(() => run(ledger, { id, ...wish }, rightNow()), id)
      const after = ledger.store.find('invoice', id)
      response.json({ invoice: after ? sent(after) : null })
    },
  )
  return router
}

const fieldsOf = ({ customer, currency }: { customer: string; currency: string }) => ({
  customer,
  currency,
})

const isAction = (name: string): name is InvoiceAction => Object.hasOwn(INVOICE_ACTIONS, name)

function stateRoutes({ ledger, deliveries }: StripeControlDeps): Router {
  const router = Router()
  /** Everything as stored, all lines included: what a read model is compared with. */
  router.get('/state', (_request, response) => {
    const all = { limit: MOST }
    response.json({
      customers: ledger.store.list('customer', all),
      invoices: ledger.store.list('invoice', all),
      paymentIntents: ledger.store.list('payment_intent', all),
      charges: ledger.store.list('charge', all),
      invoicePayments: ledger.store.list('invoice_payment', all),
      subscriptions: ledger.store.list('subscription', all),
      products: ledger.store.list('product', all),
      paymentMethods: ledger.store.list('payment_method', all),
      creditNotes: ledger.store.list('credit_note', all),
    })
  })
  router.get('/deliveries', (request, response) => {
    const { limit } = parse(search, request.query)
    response.json({ waiting: deliveries.waiting(), deliveries: deliveries.list(limit) })
  })
  router.post('/deliveries/:id/resend', (request, response) => {
    if (!deliveries.resend(request.params.id)) {
      throw new AppError('not_found', 'There is no finished delivery with this id.')
    }
    response.status(202).json({ queued: true })
  })
  return router
}

function webhookRoutes({ deliveries }: StripeControlDeps): Router {
  const router = Router()
  const shown = () => {
    const current = deliveries.endpoint()
    return { url: current?.url ?? null, registered: current !== null }
  }
  router.get('/', (_request, response) => {
    response.json(shown())
  })
  router.put('/', (request, response) => {
    deliveries.register(parse(endpoint, request.body))
    response.json(shown())
  })
  router.delete('/', (_request, response) => {
    deliveries.register(null)
    response.json(shown())
  })
  return router
}
