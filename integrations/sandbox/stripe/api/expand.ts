/** `expand[]`: puts objects in place of their ids, up to four levels deep, and refuses what cannot be expanded. */
import { refused } from '../failure.ts'
import { sent } from '../objects/sent.ts'
import type { AnyObject, ObjectName, StripeStore } from '../store.ts'

/** Stripe's limit. */
const MAX_DEPTH = 4

/** Fields that hold an id, and what they point to. */
const REFERENCES: Readonly<Record<string, Readonly<Record<string, ObjectName>>>> = {
  invoice: { customer: 'customer' },
  payment_intent: { customer: 'customer', latest_charge: 'charge' },
  charge: { customer: 'customer', payment_intent: 'payment_intent' },
  invoice_payment: { invoice: 'invoice' },
  price: { product: 'product' },
  subscription: {
    customer: 'customer',
    latest_invoice: 'invoice',
    default_payment_method: 'payment_method',
  },
  payment_method: { customer: 'customer' },
  credit_note: { customer: 'customer', invoice: 'invoice' },
}

/** Objects and lists that are always sent with what holds them. */
const INSIDE: Readonly<Record<string, string>> = {
  subscription: 'items',
  subscription_item: 'price',
}

interface Place {
  store: StripeStore
  /** The whole parameter, for the complaint. */
  wish: string
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** @param json a rendered object or list, which is changed in place */
export function expand(json: object, wishes: readonly string[], store: StripeStore): void {
  for (const wish of wishes) {
    const steps = wish.split('.')
    if (steps.length > MAX_DEPTH) {
      throw refused('You cannot expand more than 4 levels of a property.', { param: 'expand' })
    }
    open(json, steps, { store, wish })
  }
}

function open(target: unknown, [step, ...rest]: readonly string[], place: Place): void {
  if (step === undefined) return
  if (!isRecord(target)) throw cannot(place)
  if (target['object'] === 'list') {
    if (step !== 'data' || !Array.isArray(target['data'])) throw cannot(place)
    for (const item of target['data']) open(item, rest, place)
    return
  }
  // What hangs below `payment` of an invoice payment is no object of its own.
  if (target['object'] === 'invoice_payment' && step === 'payment') {
    openPayment(target['payment'], rest, place)
    return
  }
  const list = hiddenList(target, step, place.store)
  if (list) {
    target[step] = list
    open(list, rest.length > 0 ? rest : ['data'], place)
    return
  }
  // What lies in it whole can only be gone through.
  if (rest.length > 0 && INSIDE[String(target['object'])] === step) {
    open(target[step], rest, place)
    return
  }
  const name = REFERENCES[String(target['object'])]?.[step]
  if (!name) throw cannot(place)
  replace({ target, step, name }, rest, place)
}

function openPayment(payment: unknown, [step, ...rest]: readonly string[], place: Place): void {
  if (!isRecord(payment) || step !== 'payment_intent') throw cannot(place)
  replace({ target: payment, step, name: 'payment_intent' }, rest, place)
}

interface Slot {
  target: Record<string, unknown>
  step: string
  name: ObjectName
}

function replace({ target, step, name }: Slot, rest: readonly string[], place: Place): void {
  const held = target[step]
  if (typeof held === 'string') {
    const found = place.store.find(name, held)
    if (found) target[step] = sent(found)
    else if (name === 'customer') target[step] = { id: held, object: name, deleted: true }
  }
  if (isRecord(target[step]) && rest.length > 0) open(target[step], rest, place)
}

/** Lists that are left out unless they are asked for. */
function hiddenList(target: Record<string, unknown>, step: string, store: StripeStore) {
  const id = String(target['id'])
  if (target['object'] === 'customer' && step === 'tax_ids') {
    return store.find('customer', id)?.tax_ids ?? null
  }
  if (target['object'] !== 'invoice' || step !== 'payments') return null
  const found: AnyObject[] = store.list('invoice_payment', { invoice: id, limit: 11 })
  return {
    object: 'list',
    data: found.slice(0, 10),
    has_more: found.length > 10,
    url: '/v1/invoice_payments',
  }
}

const cannot = ({ wish }: Place) =>
  refused(`This property cannot be expanded (${wish}).`, { param: 'expand' })
