/** Every kind that has histories; a further one is a line here. */
import { creditNote, paymentMethod, subscription } from './agreements.ts'
import { customer, invoice } from './billing.ts'
import { company, contact } from './crm.ts'
import { call, email, meeting } from './engagements.ts'
import type { Kind } from './kind.ts'
import { order, project } from './order-system.ts'

export type { Kind } from './kind.ts'

/** Customers and companies first: others belong to them. */
export const KINDS: readonly Kind[] = [
  customer,
  company,
  order,
  project,
  invoice,
  subscription,
  paymentMethod,
  creditNote,
  contact,
  email,
  call,
  meeting,
]
