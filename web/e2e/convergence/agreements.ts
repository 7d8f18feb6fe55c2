/** Subscriptions, payment methods and credit notes of the sandbox's Stripe as facts, for some of its customers. */
import {
  instantOf,
  itemsIn,
  momentIn,
  nestedIn,
  textIn,
  textOf,
  type AnyObject,
  type Facts,
} from './facts.ts'

export interface Agreements {
  subscriptions: AnyObject[]
  products: AnyObject[]
  paymentMethods: AnyObject[]
  creditNotes: AnyObject[]
}

const OVER = ['canceled', 'incomplete_expired']

export function addAgreements(facts: Facts, state: Agreements, ours: ReadonlySet<unknown>): void {
  const mine = (each: AnyObject): boolean => ours.has(each['customer'])
  const names = new Map(state.products.map((each) => [each['id'], each['name']]))
  for (const each of state.subscriptions.filter(mine)) addSubscription(facts, each, names)
  for (const each of state.paymentMethods.filter(mine)) {
    const card = nestedIn(each, 'card')
    facts.set(`payment_method ${textIn(each, 'id')}`, {
      type: textOf(each['type']),
      brand: textOf(card['brand']),
      last4: textOf(card['last4'] ?? nestedIn(each, 'sepa_debit')['last4']),
      expires:
        card['exp_month'] === undefined
          ? null
          : `${textIn(card, 'exp_year')}-${textIn(card, 'exp_month').padStart(2, '0')}`,
    })
  }
  for (const each of state.creditNotes.filter(mine)) {
    facts.set(`credit_note ${textIn(each, 'id')}`, {
      number: textOf(each['number']),
      state: textOf(each['status']),
      total: textOf(each['total']),
      reduced: textOf(each['pre_payment_amount']),
      reason: textOf(each['reason']),
      memo: textOf(each['memo']),
      invoice: textOf(each['invoice']),
    })
  }
}

/** An item as `id,product,quantity,amount,end`; what is counted by use has neither of the numbers. */
function itemText(item: AnyObject, names: ReadonlyMap<unknown, unknown>): string {
  const price = nestedIn(item, 'price')
  const { quantity } = item
  const amount = Math.round(Number(price['unit_amount_decimal']) * Number(quantity))
  return [
    item['id'],
    names.get(price['product']),
    quantity ?? '-',
    quantity === undefined ? '-' : amount,
    item['current_period_end'],
  ].join()
}

function addSubscription(
  facts: Facts,
  subscription: AnyObject,
  names: ReadonlyMap<unknown, unknown>,
): void {
  const items = itemsIn(nestedIn(subscription, 'items'), 'data')
  const status = textIn(subscription, 'status')
  const isHeld = subscription['pause_collection'] !== null || subscription['cancel_at'] !== null
  const ends = items.map((item) => Number(item['current_period_end']))
  facts.set(`subscription ${textIn(subscription, 'id')}`, {
    state: status === 'canceled' ? 'cancelled' : status,
    currency: textIn(subscription, 'currency').toUpperCase(),
    started: momentIn(subscription, 'start_date'),
    renews: OVER.includes(status) || isHeld ? null : instantOf(Math.min(...ends)),
    trial: momentIn(subscription, 'trial_end'),
    ends: momentIn(subscription, 'cancel_at'),
    ended: momentIn(subscription, 'ended_at'),
    items: items
      .map((item) => itemText(item, names))
      .toSorted()
      .join(';'),
  })
}
