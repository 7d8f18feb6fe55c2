/** Payment intents, charges, invoice payments and events: read only, since invoices are how money moves here. */
import { z } from 'zod'
import { sent } from '../objects/sent.ts'
import type { Filter, ObjectName } from '../store.ts'
import { expand } from './expand.ts'
import { listing } from './listing.ts'
import { expandParam, listParams, readParams } from './params.ts'
import { ok, type Route } from './route.ts'

/** Stripe lists events of this many days. */
const EVENT_SECONDS = 30 * 86_400

const single = z.strictObject({ expand: expandParam })

const one = (path: string, name: ObjectName): Route => ({
  method: 'GET',
  path,
  answer({ ledger, id, form }) {
    const { expand: wishes = [] } = readParams(single, form)
    const object = sent(ledger.require(name, id))
    expand(object, wishes, ledger.store)
    return ok(object)
  },
})

type Narrowing = Omit<Filter, 'limit' | 'after' | 'before' | 'from' | 'to'>

const many = <S extends z.ZodRawShape>(
  url: string,
  { name, shape, narrow }: { name: ObjectName; shape: S; narrow: (query: unknown) => Narrowing },
): Route => ({
  method: 'GET',
  path: url,
  answer({ ledger, form, birth }) {
    const own = z.strictObject({ ...shape, ...listParams })
    readParams(own, form)
    const shared = z.object(listParams)
    const { expand: wishes = [], created, ...query } = readParams(shared, form)
    const earliest = name === 'event' ? birth.at - EVENT_SECONDS : 0
    const window = { from: Math.max(created?.from ?? 0, earliest), to: created?.to ?? 2 ** 40 }
    const page = listing(ledger.store, {
      name,
      url,
      query: { ...query, created: window },
      filter: narrow(form),
    })
    expand(page, wishes, ledger.store)
    return ok(page)
  },
})

const byCustomer = z.object({ customer: z.string().optional() })
const byInvoice = z.object({
  invoice: z.string().optional(),
  status: z.enum(['open', 'paid', 'canceled']).optional(),
  payment: z
    .strictObject({
      type: z.literal('payment_intent'),
      payment_intent: z.string(),
    })
    .optional(),
})
/** A name, or a family such as `invoice.*`; lists of names are plain. */
const byType = z.object({
  type: z.string().optional(),
  types: z.array(z.string()).min(1).max(20).optional(),
})

export const paymentRoutes: Route[] = [
  many('/v1/payment_intents', {
    name: 'payment_intent',
    shape: byCustomer.shape,
    narrow: (query) => ({ customer: byCustomer.parse(query).customer }),
  }),
  one('/v1/payment_intents/{intent}', 'payment_intent'),
  one('/v1/charges/{charge}', 'charge'),
  many('/v1/invoice_payments', {
    name: 'invoice_payment',
    shape: byInvoice.shape,
    narrow(query) {
      const { invoice, status, payment } = byInvoice.parse(query)
      return { invoice, states: status ? [status] : [], intent: payment?.payment_intent }
    },
  }),
  one('/v1/invoice_payments/{invoice_payment}', 'invoice_payment'),
  many('/v1/events', {
    name: 'event',
    shape: byType.shape,
    narrow(query) {
      const { type, types } = byType.parse(query)
      return { states: types ?? (type ? [type] : []) }
    },
  }),
  one('/v1/events/{id}', 'event'),
]
