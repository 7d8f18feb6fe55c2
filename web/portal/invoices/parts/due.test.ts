import { describe, expect, test } from 'vitest'
import { dueOf } from './due.ts'

const calendar = {
  today: '2026-11-23',
  dateOf: (instant: Date) => instant.toISOString().slice(0, 10),
}
const due = (state: Parameters<typeof dueOf>[0]['state'], dueAt: string | null) =>
  dueOf({ state, dueAt }, calendar)

describe('when an invoice has to be paid', () => {
  test('is late only when the invoice says it is overdue, by the days gone since', () => {
    expect(due('overdue', '2026-11-17T10:00:00Z')).toEqual({
      date: '2026-11-17',
      days: -6,
      status: 'late',
    })
    expect(due('overdue', '2026-11-23T08:00:00Z')).toMatchObject({ days: 0, status: 'late' })
  })

  test('is soon within a week', () => {
    expect(due('open', '2026-11-30T10:00:00Z').status).toBe('soon')
    expect(due('open', '2026-12-01T10:00:00Z').status).toBe('later')
    expect(due('open', null)).toEqual({ date: null, days: 0, status: 'later' })
  })

  test('presses nobody once money is on its way, or no more is expected', () => {
    for (const state of ['processing', 'paid', 'void', 'uncollectible'] as const) {
      expect(due(state, '2026-11-01T10:00:00Z').status).toBe('closed')
    }
  })
})
