/** Subscriptions: begun, changed, renewed, ended, each with the events Stripe sends for it. */
import { refused } from '../failure.ts'
import type { Birth } from '../objects/birth.ts'
import {
  type Item,
  newItem,
  newSubscription,
  periodAround,
  type Subscription,
  type SubscriptionFields,
} from '../objects/subscription.ts'
import { createInvoice, finalizeInvoice } from './invoices.ts'
import { differences, type Ledger } from './ledger.ts'
import { payInvoice } from './payments.ts'

export interface NewSubscription extends Omit<SubscriptionFields, 'items'> {
  items: readonly { price: string; quantity: number }[]
}

export function createSubscription(
  ledger: Ledger,
  { items, ...fields }: NewSubscription,
  birth: Birth,
): Subscription {
  ledger.require('customer', fields.customer, 'customer')
  const priced = items.map(({ price, quantity }) => ({
    price: ledger.require('price', price, 'items'),
    quantity,
  }))
  const subscription = newSubscription({ ...fields, items: priced }, birth)
  ledger.record(subscription, ['customer.subscription.created'], { birth })
  return subscription
}

export interface ItemPatch {
  /** Missing: the first item; with `price` alone a new one. */
  id?: string | undefined
  price?: string | undefined
  quantity?: number | undefined
  deleted?: boolean | undefined
}

export interface SubscriptionPatch {
  id: string
  items?: readonly ItemPatch[] | undefined
  cancelAtPeriodEnd?: boolean | undefined
  /** Charges are held back until it is false again. */
  paused?: boolean | undefined
  defaultPaymentMethod?: string | null | undefined
  description?: string | null | undefined
}

export function updateSubscription(
  ledger: Ledger,
  { id, items = [], ...patch }: SubscriptionPatch,
  birth: Birth,
): Subscription {
  const before = ledger.require('subscription', id)
  if (before.status === 'canceled')
    throw refused('A canceled subscription can only update its metadata.')
  const data = items.reduce(
    (held, item) => patchItem(ledger, { held, item, subscription: before }, birth),
    before.items.data,
  )
  const cancels = patch.cancelAtPeriodEnd ?? before.cancel_at_period_end
  const ends = cancels ? (data[0]?.current_period_end ?? null) : null
  const asked = cancels ? (before.canceled_at ?? birth.at) : null
  const after: Subscription = {
    ...before,
    items: { ...before.items, data },
    description: patch.description === undefined ? before.description : patch.description,
    default_payment_method:
      patch.defaultPaymentMethod === undefined
        ? before.default_payment_method
        : patch.defaultPaymentMethod,
    cancel_at_period_end: cancels,
    cancel_at: ends,
    canceled_at: asked,
    cancellation_details: {
      ...before.cancellation_details,
      reason: cancels ? 'cancellation_requested' : null,
    },
    pause_collection:
      patch.paused === undefined
        ? before.pause_collection
        : patch.paused
          ? { behavior: 'void', resumes_at: null }
          : null,
  }
  const previous = differences(before, after)
  ledger.record(after, ['customer.subscription.updated'], { birth, previous })
  return after
}

function patchItem(
  ledger: Ledger,
  { held, item, subscription }: { held: Item[]; item: ItemPatch; subscription: Subscription },
  birth: Birth,
): Item[] {
  const price = item.price === undefined ? null : ledger.require('price', item.price, 'items')
  const isNew = item.id === undefined && price !== null
  if (isNew) {
    const period = periodAround(subscription.billing_cycle_anchor, birth.at, price)
    const owner = { subscription: subscription.id, period }
    return [...held, newItem({ price, quantity: item.quantity ?? 1 }, owner, birth)]
  }
  const id = item.id ?? held[0]?.id
  if (!held.some((each) => each.id === id))
    throw refused(`No such subscription item: '${String(id)}'`)
  if (item.deleted === true) return held.filter((each) => each.id !== id)
  return held.map((each) =>
    each.id === id
      ? {
          ...each,
          price: price ?? each.price,
          ...(item.quantity === undefined ? {} : { quantity: item.quantity }),
        }
      : each,
  )
}

export function cancelSubscription(ledger: Ledger, id: string, birth: Birth): Subscription {
  const before = ledger.require('subscription', id)
  if (before.status === 'canceled') throw refused(`No such subscription: '${id}'`)
  const after: Subscription = {
    ...before,
    status: 'canceled',
    canceled_at: before.canceled_at ?? birth.at,
    ended_at: birth.at,
    cancellation_details: { ...before.cancellation_details, reason: 'cancellation_requested' },
  }
  ledger.record(after, ['customer.subscription.deleted'], { birth })
  return after
}

/** The end of the period has come: an invoice for the next one, or the end that was asked for. */
export function renewSubscription(ledger: Ledger, id: string, birth: Birth): Subscription {
  const before = ledger.require('subscription', id)
  if (before.cancel_at_period_end) return cancelSubscription(ledger, id, birth)
  if (before.status === 'canceled') throw refused('A canceled subscription is not renewed.')
  const data = before.items.data.map((item) => {
    const start = item.current_period_end
    const [, end] = periodAround(start, start, item.price)
    return { ...item, current_period_start: start, current_period_end: end }
  })
  const draft = createInvoice(ledger, invoiceOf(ledger, before), birth)
  finalizeInvoice(ledger, draft.id, birth)
  if (before.collection_method === 'charge_automatically') {
    payInvoice(ledger, { id: draft.id, method: 'card' }, birth)
  }
  const after: Subscription = {
    ...before,
    status: 'active',
    items: { ...before.items, data },
    latest_invoice: draft.id,
  }
  const previous = differences(before, after)
  ledger.record(after, ['customer.subscription.updated'], { birth, previous })
  return after
}

const invoiceOf = (
  ledger: Ledger,
  { customer, currency, items, days_until_due }: Subscription,
) => ({
  customer,
  currency,
  daysUntilDue: days_until_due,
  lines: items.data.map(({ price, quantity = 1 }) => ({
    description: ledger.require('product', price.product).name,
    quantity: String(quantity),
    unitAmount: Number(price.unit_amount_decimal),
  })),
})
