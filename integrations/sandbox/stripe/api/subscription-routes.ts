/** `/v1/subscriptions` and their items: lists, and what can be done with one. */
import { z } from 'zod'
import {
  cancelSubscription,
  createSubscription,
  updateSubscription,
} from '../ledger/subscriptions.ts'
import { sent } from '../objects/sent.ts'
import type { SubscriptionStatus } from '../objects/subscription.ts'
import { expand } from './expand.ts'
import { listing, listWithin } from './listing.ts'
import { expandParam, flagParam, listParams, readParams, textParam, wholeParam } from './params.ts'
import { type Call, ok, type Route } from './route.ts'

const URL = '/v1/subscriptions'
const STATUSES = [
  'active',
  'canceled',
  'incomplete',
  'incomplete_expired',
  'past_due',
  'trialing',
  'unpaid',
] as const satisfies readonly SubscriptionStatus[]
const ENDED: readonly SubscriptionStatus[] = ['canceled', 'incomplete_expired']
/** For filters that no index answers. */
const ALL = 100_000

const single = z.strictObject({ expand: expandParam })
const list = z.strictObject({
  ...listParams,
  customer: z.string().optional(),
  price: z.string().optional(),
  status: z.enum(['all', 'ended', ...STATUSES]).optional(),
})
const itemList = z.strictObject({
  limit: listParams.limit,
  starting_after: listParams.starting_after,
  subscription: z.string().min(1),
  expand: expandParam,
})
const count = wholeParam.pipe(z.int().min(0).max(1_000_000))
const newSubscription = z.strictObject({
  customer: z.string().min(1),
  items: z
    .array(z.strictObject({ price: z.string(), quantity: count.default(1) }))
    .min(1)
    .max(20),
  trial_end: wholeParam.optional(),
  days_until_due: count.optional(),
  collection_method: z.enum(['charge_automatically', 'send_invoice']).optional(),
  default_payment_method: z.string().optional(),
  description: textParam.optional(),
  cancel_at_period_end: flagParam.optional(),
  expand: expandParam,
})
const patch = z.strictObject({
  items: z
    .array(
      z.strictObject({
        id: z.string().optional(),
        price: z.string().optional(),
        quantity: count.optional(),
        deleted: flagParam.optional(),
      }),
    )
    .min(1)
    .max(20)
    .optional(),
  cancel_at_period_end: flagParam.optional(),
  default_payment_method: textParam.optional(),
  description: textParam.optional(),
  pause_collection: z
    .union([z.literal(''), z.strictObject({ behavior: z.literal('void') })])
    .optional(),
  proration_behavior: z.enum(['none', 'create_prorations', 'always_invoice']).optional(),
  expand: expandParam,
})

const answered = (object: object, wishes: readonly string[] | undefined, { ledger }: Call) => {
  expand(object, wishes ?? [], ledger.store)
  return ok(object)
}

/** Without a status, what has ended is left out. */
function statesOf(status: z.infer<typeof list>['status']): readonly string[] {
  if (status === 'all') return []
  if (status === 'ended') return ENDED
  return status === undefined ? STATUSES.filter((each) => !ENDED.includes(each)) : [status]
}

export const subscriptionRoutes: Route[] = [
  {
    method: 'GET',
    path: URL,
    answer(call) {
      const { expand: wishes, customer, price, status, ...query } = readParams(list, call.form)
      const { store } = call.ledger
      const filter = { customer, states: statesOf(status) }
      if (price === undefined) {
        return answered(
          listing(store, { name: 'subscription', url: URL, query, filter }),
          wishes,
          call,
        )
      }
      const priced = store
        .list('subscription', { ...filter, limit: ALL })
        .filter(({ items }) => items.data.some((item) => item.price.id === price))
      const page = priced.map((each) => ({ ...sent(each), id: each.id }))
      return answered(listWithin(page, URL, query), wishes, call)
    },
  },
  {
    method: 'POST',
    path: URL,
    answer(call) {
      const wish = readParams(newSubscription, call.form)
      const sends = wish.collection_method === 'send_invoice'
      const fields = {
        customer: wish.customer,
        items: wish.items,
        description: wish.description ?? null,
        trialEnd: wish.trial_end ?? null,
        daysUntilDue: sends ? (wish.days_until_due ?? 30) : null,
        defaultPaymentMethod: wish.default_payment_method ?? null,
        cancelAtPeriodEnd: wish.cancel_at_period_end ?? false,
      }
      return answered(sent(createSubscription(call.ledger, fields, call.birth)), wish.expand, call)
    },
  },
  {
    method: 'GET',
    path: `${URL}/{subscription_exposed_id}`,
    answer(call) {
      const { expand: wishes } = readParams(single, call.form)
      return answered(sent(call.ledger.require('subscription', call.id)), wishes, call)
    },
  },
  {
    method: 'POST',
    path: `${URL}/{subscription_exposed_id}`,
    answer(call) {
      const wish = readParams(patch, call.form)
      const change = {
        id: call.id,
        items: wish.items,
        cancelAtPeriodEnd: wish.cancel_at_period_end,
        paused: wish.pause_collection === undefined ? undefined : wish.pause_collection !== '',
        defaultPaymentMethod: wish.default_payment_method,
        description: wish.description,
      }
      return answered(sent(updateSubscription(call.ledger, change, call.birth)), wish.expand, call)
    },
  },
  {
    method: 'DELETE',
    path: `${URL}/{subscription_exposed_id}`,
    answer: ({ ledger, id, birth }) => ok(sent(cancelSubscription(ledger, id, birth))),
  },
  {
    method: 'GET',
    path: '/v1/subscription_items',
    answer(call) {
      const { subscription, expand: wishes, ...query } = readParams(itemList, call.form)
      const { data } = call.ledger.require('subscription', subscription, 'subscription').items
      return answered(listWithin(data, '/v1/subscription_items', query), wishes, call)
    },
  },
]
