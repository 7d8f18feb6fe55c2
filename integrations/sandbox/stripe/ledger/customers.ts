/** Customers: made, changed, deleted. A deleted one leaves a stub, and what it had subscribed to ends, as at Stripe. */
import type { Birth } from '../objects/birth.ts'
import { type Customer, type CustomerFields, newCustomer } from '../objects/customer.ts'
import { differences, type Ledger } from './ledger.ts'
import { detachMethod } from './payment-methods.ts'
import { cancelSubscription } from './subscriptions.ts'

/** Of one customer. */
const MOST = 1_000

export function createCustomer(ledger: Ledger, fields: CustomerFields, birth: Birth): Customer {
  const customer = newCustomer(fields, birth)
  ledger.record(customer, ['customer.created'], { birth })
  return customer
}

export type CustomerPatch = Omit<CustomerFields, 'taxIds' | 'invoicePrefix'>

export function updateCustomer(
  ledger: Ledger,
  { id, ...patch }: CustomerPatch & { id: string },
  birth: Birth,
): Customer {
  const before = ledger.require('customer', id)
  const metadata = { ...before.metadata, ...patch.metadata }
  const after: Customer = { ...before, ...patch, metadata }
  ledger.record(after, ['customer.updated'], { birth, previous: differences(before, after) })
  return after
}

export function deleteCustomer(ledger: Ledger, id: string, birth: Birth): void {
  const customer = ledger.require('customer', id)
  const own = { customer: id, limit: MOST }
  for (const subscription of ledger.store.list('subscription', own)) {
    if (subscription.status !== 'canceled') cancelSubscription(ledger, subscription.id, birth)
  }
  for (const method of ledger.store.list('payment_method', own))
    detachMethod(ledger, method.id, birth)
  ledger.store.remove(id)
  ledger.store.bury('customer', id)
  ledger.tell(customer, 'customer.deleted', { birth })
}
