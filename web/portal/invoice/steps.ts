/** What happened to an invoice, newest first: its payments, and what the invoice itself went through. */
import type { InvoiceView, PaymentView } from '../billing-api.ts'

export interface Step {
  /** The record it tells of, for marking it when that changes. */
  id: string
  at: string
  /** What the invoice went through; of a payment, that it came. */
  kind: 'issued' | 'paid' | 'void'
  payment?: PaymentView
}

type Facts = Pick<InvoiceView, 'id' | 'issuedAt' | 'paidAt' | 'voidedAt' | 'payments'>

export function stepsOf({ id, issuedAt, paidAt, voidedAt, payments }: Facts): Step[] {
  const steps: Step[] = payments.map((payment) => ({
    id: payment.id,
    at: payment.createdAt,
    kind: 'paid',
    payment,
  }))
  // A payment that came through says it already; without one it was settled outside, e.g. by bank transfer.
  const isSettledOutside = payments.every(({ state }) => state !== 'succeeded')
  if (paidAt !== null && isSettledOutside) steps.push({ id, at: paidAt, kind: 'paid' })
  if (voidedAt !== null) steps.push({ id, at: voidedAt, kind: 'void' })
  steps.push({ id, at: issuedAt, kind: 'issued' })
  return steps.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
}
