/** Payment methods: attached, renewed by the bank, made the default, detached for good. */
import { refused } from '../failure.ts'
import type { Birth } from '../objects/birth.ts'
import {
  type MethodFields,
  newPaymentMethod,
  type PaymentMethod,
} from '../objects/payment-method.ts'
import { differences, type Ledger } from './ledger.ts'

export function attachMethod(ledger: Ledger, fields: MethodFields, birth: Birth): PaymentMethod {
  ledger.require('customer', fields.customer, 'customer')
  const method = newPaymentMethod(fields, birth)
  ledger.record(method, ['payment_method.attached'], { birth })
  return method
}

export function detachMethod(ledger: Ledger, id: string, birth: Birth): PaymentMethod {
  const before = ledger.require('payment_method', id)
  if (before.customer === null) {
    throw refused('The payment method you provided is not attached to a customer.')
  }
  const after: PaymentMethod = { ...before, customer: null }
  ledger.record(after, ['payment_method.detached'], { birth })
  const customer = ledger.store.find('customer', before.customer)
  if (customer?.invoice_settings.default_payment_method === id) {
    setDefaultMethod(ledger, { customer: customer.id, method: null }, birth)
  }
  return after
}

/** The bank has sent a new card under the same agreement. */
export function renewCard(
  ledger: Ledger,
  { id, expMonth, expYear }: { id: string; expMonth: number; expYear: number },
  birth: Birth,
): PaymentMethod {
  const before = ledger.require('payment_method', id)
  if (before.type !== 'card') throw refused('This payment method is no card.')
  const card = { ...before.card, exp_month: expMonth, exp_year: expYear }
  const after: PaymentMethod = { ...before, card }
  const previous = differences(before, after)
  ledger.record(after, ['payment_method.automatically_updated'], { birth, previous })
  return after
}

export function setDefaultMethod(
  ledger: Ledger,
  { customer: id, method }: { customer: string; method: string | null },
  birth: Birth,
): void {
  const before = ledger.require('customer', id)
  if (method !== null && ledger.require('payment_method', method).customer !== id) {
    throw refused('The payment method belongs to another customer.')
  }
  const settings = { ...before.invoice_settings, default_payment_method: method }
  const after = { ...before, invoice_settings: settings }
  ledger.record(after, ['customer.updated'], { birth, previous: differences(before, after) })
}
