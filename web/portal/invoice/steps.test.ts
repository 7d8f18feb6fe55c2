import { describe, expect, test } from 'vitest'
import type { PaymentState } from '#workflows/contracts/billing.ts'
import { stepsOf } from './steps.ts'

const payment = (state: PaymentState, createdAt: string) => ({
  id: createdAt,
  state,
  createdAt,
  methodLabel: null,
  receiptUrl: null,
  failureMessage: null,
  amount: { minor: 1, currency: 'EUR' },
  refunded: null,
})
const invoice = {
  id: 'in',
  issuedAt: '2026-05-01T08:00:00.000Z',
  paidAt: '2026-05-09T08:00:00.000Z',
  voidedAt: null,
}

describe('what happened to an invoice', () => {
  test('is told once, newest first', () => {
    const payments = [
      payment('failed', '2026-05-05T08:00:00.000Z'),
      payment('succeeded', '2026-05-09T07:59:00.000Z'),
    ]
    const steps = stepsOf({ ...invoice, payments })
    expect(steps.map((step) => step.payment?.state ?? step.kind)).toEqual([
      'succeeded',
      'failed',
      'issued',
    ])
  })

  test('says that it was settled where no payment of ours did it', () => {
    const steps = stepsOf({ ...invoice, payments: [] })
    expect(steps.map(({ kind }) => kind)).toEqual(['paid', 'issued'])
  })
})
