/** Every kind that has histories; a further one is a line here. */
import { customer, invoice } from './billing.ts'
import { company, contact } from './crm.ts'
import { call, email, meeting } from './engagements.ts'
import type { Kind } from './kind.ts'
import { order } from './order.ts'

export type { Kind } from './kind.ts'

/** Customers and companies first: others belong to them. */
export const KINDS: readonly Kind[] = [
  customer,
  company,
  order,
  invoice,
  contact,
  email,
  call,
  meeting,
]
