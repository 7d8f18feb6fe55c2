/** `/v1/credit_notes`: lists, one, its lines, issued and voided. */
import { z } from 'zod'
import { createCreditNote, voidCreditNote } from '../ledger/credit-notes.ts'
import { CREDIT_REASONS } from '../objects/credit-note.ts'
import { sent } from '../objects/sent.ts'
import { said } from './customer-routes.ts'
import { expand } from './expand.ts'
import { listing, listWithin } from './listing.ts'
import { expandParam, listParams, readParams, textParam, wholeParam } from './params.ts'
import { type Call, ok, type Route } from './route.ts'

const URL = '/v1/credit_notes'

const single = z.strictObject({ expand: expandParam })
const list = z.strictObject({
  ...listParams,
  customer: z.string().optional(),
  invoice: z.string().optional(),
})
const lines = z.strictObject({
  limit: listParams.limit,
  starting_after: listParams.starting_after,
  expand: expandParam,
})
const newNote = z.strictObject({
  invoice: z.string().min(1),
  amount: wholeParam,
  /** Of a paid invoice: settled outside of Stripe. */
  out_of_band_amount: wholeParam.optional(),
  reason: z.enum(CREDIT_REASONS).optional(),
  memo: textParam.optional(),
  expand: expandParam,
})

const answered = (object: object, wishes: readonly string[] | undefined, { ledger }: Call) => {
  expand(object, wishes ?? [], ledger.store)
  return ok(object)
}

export const creditNoteRoutes: Route[] = [
  {
    method: 'GET',
    path: URL,
    answer(call) {
      const { expand: wishes, customer, invoice, ...query } = readParams(list, call.form)
      const filter = { customer, invoice }
      const page = listing(call.ledger.store, { name: 'credit_note', url: URL, query, filter })
      return answered(page, wishes, call)
    },
  },
  {
    method: 'POST',
    path: URL,
    answer(call) {
      const { expand: wishes, invoice, amount, reason, memo } = readParams(newNote, call.form)
      const fields = { invoice, amount, ...said({ reason, memo }) }
      return answered(sent(createCreditNote(call.ledger, fields, call.birth)), wishes, call)
    },
  },
  {
    method: 'GET',
    path: `${URL}/{id}`,
    answer(call) {
      const { expand: wishes } = readParams(single, call.form)
      return answered(sent(call.ledger.require('credit_note', call.id)), wishes, call)
    },
  },
  {
    method: 'GET',
    path: `${URL}/{credit_note}/lines`,
    answer({ ledger, id, form }) {
      const query = readParams(lines, form)
      const { data, url } = ledger.require('credit_note', id).lines
      return ok(listWithin(data, url, query))
    },
  },
  {
    method: 'POST',
    path: `${URL}/{id}/void`,
    answer(call) {
      const { expand: wishes } = readParams(single, call.form)
      return answered(sent(voidCreditNote(call.ledger, call.id, call.birth)), wishes, call)
    },
  },
]
