/** Customers: made, changed, deleted. A deleted one leaves a stub, as Stripe does. */
import type { Birth } from '../objects/birth.ts'
import { type Customer, type CustomerFields, newCustomer } from '../objects/customer.ts'
import { differences, type Ledger } from './ledger.ts'

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
  ledger.store.remove(id)
  ledger.store.bury('customer', id)
  ledger.tell(customer, 'customer.deleted', { birth })
}
