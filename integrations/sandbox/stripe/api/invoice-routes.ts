/** `/v1/invoices`: lists, lines, and what can be done with one. */
import { z } from 'zod'
import { refused } from '../failure.ts'
import {
  addLines,
  createInvoice,
  deleteInvoice,
  finalizeInvoice,
  markUncollectible,
  updateInvoice,
  voidInvoice,
} from '../ledger/invoices.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { payInvoice, payOutOfBand } from '../ledger/payments.ts'
import type { Birth } from '../objects/birth.ts'
import type { Invoice } from '../objects/invoice.ts'
import { DECLINE, type Method } from '../objects/payment.ts'
import { sent } from '../objects/sent.ts'
import { said } from './customer-routes.ts'
import { expand } from './expand.ts'
import type { Answer } from './idempotency.ts'
import { listing, listWithin } from './listing.ts'
import {
  expandParam,
  flagParam,
  listParams,
  metadataParam,
  readParams,
  textParam,
  wholeParam,
} from './params.ts'
import { type Call, ok, type Route } from './route.ts'

const URL = '/v1/invoices'
const STATUSES = ['draft', 'open', 'paid', 'uncollectible', 'void'] as const
const currency = z.string().regex(/^[a-z]{3}$/i)

const single = z.strictObject({ expand: expandParam })
const list = z.strictObject({
  ...listParams,
  customer: z.string().optional(),
  status: z.enum(STATUSES).optional(),
})
const lines = z.strictObject({
  limit: listParams.limit,
  starting_after: listParams.starting_after,
  expand: expandParam,
})
const newInvoice = z.strictObject({
  customer: z.string().min(1),
  currency: currency.default('eur'),
  description: textParam.optional(),
  metadata: metadataParam.optional(),
  collection_method: z
    .enum(['charge_automatically', 'send_invoice'])
    .default('charge_automatically'),
  days_until_due: wholeParam.pipe(z.int().min(0).max(3_650)).optional(),
  auto_advance: flagParam.optional(),
  expand: expandParam,
})
const patch = z.strictObject({
  description: textParam.optional(),
  metadata: metadataParam.optional(),
  due_date: wholeParam.optional(),
  expand: expandParam,
})
const moreLines = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        description: z.string().max(500).default(''),
        quantity: wholeParam.default(1),
        price_data: z.strictObject({
          currency,
          unit_amount_decimal: wholeParam,
          product: z.string().optional(),
        }),
      }),
    )
    .min(1)
    .max(250),
  expand: expandParam,
})
const pay = z.strictObject({
  payment_method: z.string().optional(),
  paid_out_of_band: flagParam.optional(),
  off_session: flagParam.optional(),
  expand: expandParam,
})

/** Stripe's names of its test payment methods. */
const TEST_METHODS: Readonly<Record<string, Method>> = {
  pm_card_visa: 'card',
  pm_card_mastercard: 'mastercard',
  pm_card_chargeDeclinedInsufficientFunds: 'declined',
  pm_card_chargeCustomerFail: 'declined',
}

const answered = (object: object, wishes: readonly string[] | undefined, { ledger }: Call) => {
  expand(object, wishes ?? [], ledger.store)
  return ok(object)
}

type Step = (ledger: Ledger, id: string, birth: Birth) => Invoice

const step = (name: string, take: Step): Route => ({
  method: 'POST',
  path: `${URL}/{invoice}/${name}`,
  answer(call) {
    const { expand: wishes } = readParams(
      single.extend({ auto_advance: flagParam.optional() }),
      call.form,
    )
    return answered(sent(take(call.ledger, call.id, call.birth)), wishes, call)
  },
})

function answerPay(call: Call): Answer {
  const { ledger, id, birth, form } = call
  const wish = readParams(pay, form)
  if (wish.paid_out_of_band)
    return answered(sent(payOutOfBand(ledger, id, birth)), wish.expand, call)
  const method = TEST_METHODS[wish.payment_method ?? 'pm_card_visa']
  if (!method) {
    const message = `No such PaymentMethod: '${wish.payment_method ?? ''}'`
    throw refused(message, { code: 'resource_missing', param: 'payment_method' })
  }
  const result = payInvoice(ledger, { id, method }, birth)
  if (result.type !== 'declined') return answered(sent(result.invoice), wish.expand, call)
  // An answer, not a throw: the failed attempt is kept.
  return { status: 402, body: { error: { ...DECLINE, payment_intent: result.intent } } }
}

export const invoiceRoutes: Route[] = [
  {
    method: 'GET',
    path: URL,
    answer(call) {
      const { expand: wishes, customer, status, ...query } = readParams(list, call.form)
      const filter = { customer, states: status ? [status] : [] }
      const page = listing(call.ledger.store, { name: 'invoice', url: URL, query, filter })
      return answered(page, wishes, call)
    },
  },
  {
    method: 'POST',
    path: URL,
    answer(call) {
      const wish = readParams(newInvoice, call.form)
      const { customer, currency, description, metadata, expand: wishes } = wish
      const sends = wish.collection_method === 'send_invoice'
      const fields = {
        customer,
        currency,
        ...said({ description, metadata }),
        daysUntilDue: sends ? (wish.days_until_due ?? 30) : null,
      }
      const invoice = createInvoice(call.ledger, fields, call.birth)
      return answered(sent(invoice), wishes, call)
    },
  },
  {
    method: 'GET',
    path: `${URL}/{invoice}`,
    answer(call) {
      const { expand: wishes } = readParams(single, call.form)
      return answered(sent(call.ledger.require('invoice', call.id)), wishes, call)
    },
  },
  {
    method: 'POST',
    path: `${URL}/{invoice}`,
    answer(call) {
      const { expand: wishes, due_date: dueDate, ...wish } = readParams(patch, call.form)
      const change = { id: call.id, ...wish, dueDate }
      return answered(sent(updateInvoice(call.ledger, change, call.birth)), wishes, call)
    },
  },
  {
    method: 'DELETE',
    path: `${URL}/{invoice}`,
    answer({ ledger, id, birth }) {
      deleteInvoice(ledger, id, birth)
      return ok({ id, object: 'invoice', deleted: true })
    },
  },
  {
    method: 'GET',
    path: `${URL}/{invoice}/lines`,
    answer({ ledger, id, form }) {
      const { limit, starting_after } = readParams(lines, form)
      const { data, url } = ledger.require('invoice', id).lines
      return ok(listWithin(data, url, { limit, starting_after }))
    },
  },
  {
    method: 'POST',
    path: `${URL}/{invoice}/add_lines`,
    answer(call) {
      const { expand: wishes, lines: wanted } = readParams(moreLines, call.form)
      const made = wanted.map((line) => ({
        description: line.description,
        quantity: String(line.quantity),
        unitAmount: line.price_data.unit_amount_decimal,
      }))
      const invoice = addLines(call.ledger, { id: call.id, lines: made }, call.birth)
      return answered(sent(invoice), wishes, call)
    },
  },
  step('finalize', finalizeInvoice),
  step('void', voidInvoice),
  step('mark_uncollectible', markUncollectible),
  { method: 'POST', path: `${URL}/{invoice}/pay`, answer: answerPay },
]
