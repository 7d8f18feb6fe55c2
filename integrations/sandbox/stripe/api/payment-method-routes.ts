/** Payment methods: of a customer, one by one, and detached. Adding them is a matter of hosted forms; see control. */
import { z } from 'zod'
import { detachMethod } from '../ledger/payment-methods.ts'
import { sent } from '../objects/sent.ts'
import { expand } from './expand.ts'
import { listing } from './listing.ts'
import { expandParam, listParams, readParams } from './params.ts'
import { type Call, ok, type Route } from './route.ts'

const single = z.strictObject({ expand: expandParam })
const kind = z.enum(['card', 'sepa_debit'])
const { limit, starting_after, ending_before } = listParams
const own = z.strictObject({
  ...{ limit, starting_after, ending_before },
  type: kind.optional(),
  expand: expandParam,
})
/** Stripe gives those of nobody without a customer, and there are none of those here. */
const all = own.extend({ customer: z.string().min(1) })

const answered = (object: object, wishes: readonly string[] | undefined, { ledger }: Call) => {
  expand(object, wishes ?? [], ledger.store)
  return ok(object)
}

function pageOf(call: Call, url: string, { customer, type, ...query }: z.infer<typeof all>) {
  call.ledger.require('customer', customer, 'customer')
  const filter = { customer, states: type === undefined ? [] : [type] }
  const page = listing(call.ledger.store, { name: 'payment_method', url, query, filter })
  return answered(page, query.expand, call)
}

export const paymentMethodRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v1/payment_methods',
    answer: (call) => pageOf(call, '/v1/payment_methods', readParams(all, call.form)),
  },
  {
    method: 'GET',
    path: '/v1/customers/{customer}/payment_methods',
    answer(call) {
      const query = { ...readParams(own, call.form), customer: call.id }
      return pageOf(call, `/v1/customers/${call.id}/payment_methods`, query)
    },
  },
  {
    method: 'GET',
    path: '/v1/payment_methods/{payment_method}',
    answer(call) {
      const { expand: wishes } = readParams(single, call.form)
      return answered(sent(call.ledger.require('payment_method', call.id)), wishes, call)
    },
  },
  {
    method: 'POST',
    path: '/v1/payment_methods/{payment_method}/detach',
    answer(call) {
      const { expand: wishes } = readParams(single, call.form)
      return answered(sent(detachMethod(call.ledger, call.id, call.birth)), wishes, call)
    },
  },
]
