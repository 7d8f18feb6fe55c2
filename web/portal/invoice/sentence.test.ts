import { describe, expect, test } from 'vitest'
import { DEFAULT_LANGUAGE, translator } from '../../languages/languages.ts'
import '../../languages/pages/invoice.ts'
import { createFormat } from '../../ui/text/format.ts'
import { dueOf } from '../invoices/parts/due.ts'
import { invoiceSentence } from './sentence.ts'

const text = translator(DEFAULT_LANGUAGE)
const format = createFormat({ locale: 'en', timeZone: 'Europe/Berlin', text })
const today = new Date('2026-11-23T09:00:00Z')

type Facts = Parameters<typeof invoiceSentence>[0] & { dueAt: string | null }
const say = (change: Partial<Facts>): string => {
  const invoice: Facts = {
    state: 'open',
    paidAt: null,
    lastPayment: null,
    dueAt: '2026-11-25T10:00:00Z',
    ...change,
  }
  const due = dueOf(invoice, { today: '2026-11-23', dateOf: format.dateOf })
  return invoiceSentence(invoice, due, { text, format, today })
}

describe('the sentence of an invoice', () => {
  test('says until when it has to be paid', () => {
    expect(say({})).toBe('Due Wednesday 25 November, in two days.')
    expect(say({ dueAt: '2026-11-23T20:00:00Z' })).toBe('Due today.')
    expect(say({ dueAt: '2027-01-15T10:00:00Z' })).toBe('Due Friday 15 January 2027.')
    expect(say({ dueAt: null })).toBe('No due date is set.')
  })

  test('says how long it has been due, and that a payment failed', () => {
    const overdue = { state: 'overdue', dueAt: '2026-11-22T10:00:00Z' } as const
    expect(say(overdue)).toBe('Was due Sunday 22 November, one day ago.')
    expect(say({ ...overdue, lastPayment: { id: 'p', state: 'failed' } })).toBe(
      'The last payment did not go through. Was due Sunday 22 November, one day ago.',
    )
  })

  test('asks for nothing when nothing has to be paid', () => {
    expect(say({ state: 'paid', paidAt: '2026-11-20T10:00:00Z' })).toBe('Paid Friday 20 November.')
    expect(say({ state: 'paid' })).toBe('Paid in full.')
    expect(say({ state: 'void' })).toContain('Nothing has to be paid')
    expect(say({ state: 'processing' })).toContain('on its way')
  })
})
