/**
 * Fills an empty account: customers, and invoices for what the order system has delivered. History goes through
 * the ledger like everything else, so events, payments and numbers agree; only nobody is told of it.
 */
import type { WireOrder } from '../../../orders/schema.ts'
import { createRandom } from '../../demo/random.ts'
import { createCustomer } from '../ledger/customers.ts'
import {
  createInvoice,
  finalizeInvoice,
  markUncollectible,
  voidInvoice,
} from '../ledger/invoices.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { payInvoice, refundInvoice } from '../ledger/payments.ts'
import { type Birth, repeatableIds } from '../objects/birth.ts'
import { DEMO_CUSTOMERS } from './customers.ts'
import { type Plan, plansOf } from './plan.ts'
import { creditReturns } from './returns.ts'
import { fillCatalogue, tellSubscriptions } from './subscriptions.ts'

const HOUR = 3_600
/** How long they have been customers, in seconds. */
const AGE = 700 * 86_400

export interface DemoOptions {
  orders: readonly WireOrder[]
  seed: number
  now: Date
}

export function fillDemo(ledger: Ledger, { orders, seed, now }: DemoOptions): void {
  const seconds = Math.floor(now.getTime() / 1000)
  const sold = repeatableIds(createRandom(`${String(seed)}/stripe/catalogue`))
  fillCatalogue(ledger, { at: seconds - AGE, ids: sold, request: null, told: false })
  for (const customer of DEMO_CUSTOMERS) {
    const random = createRandom(`${String(seed)}/stripe/${customer.orders}`)
    const ids = repeatableIds(random)
    const at = (moment: number): Birth => ({ at: moment, ids, request: null, told: false })
    createCustomer(ledger, customer.fields, at(seconds - AGE))
    const own = orders.filter((order) => order.customer.id === customer.orders)
    for (const plan of plansOf(own, { customer, random, now: seconds })) {
      tellStory(ledger, plan, { at, method: random.pick(customer.methods), now: seconds })
    }
    tellSubscriptions({ ledger, at, now: seconds }, customer.fields.id)
    creditReturns(ledger, own, { customer: customer.fields.id, at, now: seconds })
  }
}

interface Telling {
  at: (moment: number) => Birth
  method: Plan['customer']['methods'][number]
  now: number
}

function tellStory(ledger: Ledger, plan: Plan, { at, method, now }: Telling): void {
  const { customer, ending, issuedAt } = plan
  const fields = {
    customer: customer.fields.id,
    currency: plan.currency,
    description: plan.description,
    metadata: plan.order === null ? {} : { order: plan.order },
    daysUntilDue: customer.terms,
    lines: plan.lines,
  }
  const { id } = createInvoice(ledger, fields, at(plan.createdAt))
  if (ending.type === 'draft') return
  finalizeInvoice(ledger, id, at(issuedAt))
  switch (ending.type) {
    case 'open':
      return
    case 'void':
      voidInvoice(ledger, id, at(issuedAt + 3 * HOUR))
      return
    case 'uncollectible':
      markUncollectible(ledger, id, at(now - 2 * HOUR))
      return
    case 'processing':
      payInvoice(ledger, { id, method: 'sepa', processing: true }, at(now - 5 * HOUR))
      return
    case 'paid': {
      if (ending.declinedFirst) {
        payInvoice(ledger, { id, method: 'declined' }, at(ending.at - 20 * 60))
      }
      payInvoice(ledger, { id, method }, at(ending.at))
      if (ending.refund) {
        const back = Math.min(ending.at + 30 * HOUR, now - HOUR)
        refundInvoice(ledger, { id, amount: ending.refund }, at(back))
      }
    }
  }
}
