/** What the control page can do with an invoice, and what each action accepts. */
import { z } from 'zod'
import {
  deleteInvoice,
  finalizeInvoice,
  markUncollectible,
  updateInvoice,
  voidInvoice,
} from './ledger/invoices.ts'
import type { Ledger } from './ledger/ledger.ts'
import { payInvoice, payOutOfBand, refundInvoice, settleInvoice } from './ledger/payments.ts'
import type { Birth } from './objects/birth.ts'
import { METHODS } from './objects/payment.ts'

export interface Action {
  input: z.ZodType<object>
  run(ledger: Ledger, wish: { id: string } & object, birth: Birth): void
}

const nothing = z.strictObject({})
const method = z.enum(Object.keys(METHODS) as (keyof typeof METHODS)[]).default('card')
const paying = z.object({ id: z.string(), method })
const giving = z.object({ id: z.string(), amount: z.int().min(1).optional() })
const changing = z.object({
  id: z.string(),
  description: z.string().trim().max(500).nullable().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
})

const own = <S extends z.ZodRawShape>(schema: z.ZodObject<S>) => schema.partial().strict()

export const INVOICE_ACTIONS = {
  finalize: { input: nothing, run: (ledger, { id }, birth) => finalizeInvoice(ledger, id, birth) },
  pay: {
    input: own(paying),
    run: (ledger, wish, birth) => payInvoice(ledger, paying.parse(wish), birth),
  },
  /** A card that is refused. */
  fail: {
    input: nothing,
    run: (ledger, { id }, birth) => payInvoice(ledger, { id, method: 'declined' }, birth),
  },
  /** SEPA: with the bank until `settle`. */
  start: {
    input: nothing,
    run: (ledger, { id }, birth) =>
      payInvoice(ledger, { id, method: 'sepa', processing: true }, birth),
  },
  settle: { input: nothing, run: (ledger, { id }, birth) => settleInvoice(ledger, id, birth) },
  pay_elsewhere: {
    input: nothing,
    run: (ledger, { id }, birth) => payOutOfBand(ledger, id, birth),
  },
  void: { input: nothing, run: (ledger, { id }, birth) => voidInvoice(ledger, id, birth) },
  uncollectible: {
    input: nothing,
    run: (ledger, { id }, birth) => markUncollectible(ledger, id, birth),
  },
  refund: {
    input: own(giving),
    run: (ledger, wish, birth) => refundInvoice(ledger, giving.parse(wish), birth),
  },
  update: {
    input: own(changing),
    run: (ledger, wish, birth) => updateInvoice(ledger, changing.parse(wish), birth),
  },
  delete: { input: nothing, run: (ledger, { id }, birth) => deleteInvoice(ledger, id, birth) },
} as const satisfies Record<string, Action>

export type InvoiceAction = keyof typeof INVOICE_ACTIONS
