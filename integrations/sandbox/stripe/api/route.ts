/** What a route of the API is: a method, a path as the description words it, and what it does. */
import type { Birth } from '../objects/birth.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Form } from './form.ts'
import type { Answer } from './idempotency.ts'

export interface Call {
  ledger: Ledger
  birth: Birth
  /** The id in the path; empty where the path has none. */
  id: string
  form: Form
}

export interface Route {
  method: 'GET' | 'POST' | 'DELETE'
  /** As in Stripe's description, e.g. `/v1/invoices/{invoice}/lines`. */
  path: string
  answer(call: Call): Answer
}

export const ok = (body: object): Answer => ({ status: 200, body })
