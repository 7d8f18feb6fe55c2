/** Credit notes of the returns that ended in one, on the invoices of their orders: the order system tells their numbers. */
import type { WireOrder, WireReturn } from '../../../orders/schema.ts'
import { createCreditNote, leftToCredit } from '../ledger/credit-notes.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Birth } from '../objects/birth.ts'
import { isBeingPaid } from './subscriptions.ts'

interface Telling {
  customer: string
  at: (moment: number) => Birth
  /** Unix seconds. */
  now: number
}

/** An order that is not billed, or whose invoice has too little left, gets none: the portal then shows the number alone. */
export function creditReturns(
  ledger: Ledger,
  orders: readonly WireOrder[],
  { customer, at, now }: Telling,
): void {
  const invoices = ledger.store
    .list('invoice', { customer, states: ['open', 'paid'], limit: 1_000 })
    .filter(({ metadata }) => metadata['order'] !== undefined)
  for (const order of orders) {
    for (const goods of order.returns ?? []) {
      const { credit_note_number: number } = goods
      const invoice = invoices.find(({ metadata }) => metadata['order'] === order.number)
      if (number === null || !invoice || isBeingPaid(ledger, invoice)) continue
      const amount = Math.min(worthOf(order, goods), leftToCredit(invoice))
      if (amount <= 0) continue
      const memo = `${goods.number}: ${goods.reason ?? 'goods sent back'}`
      const fields = { invoice: invoice.id, amount, number, reason: 'order_change', memo } as const
      createCreditNote(ledger, fields, at(now - 3 * 3_600))
    }
  }
}

/** Of what went back, in minor units and without tax. */
const worthOf = (order: WireOrder, { items }: WireReturn): number =>
  items.reduce((sum, { line, quantity }) => {
    const price = order.lines.find(({ position }) => position === line)?.unit_price ?? 0
    return sum + Math.round(Number(quantity) * price)
  }, 0)
