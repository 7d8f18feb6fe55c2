import { expect, test } from 'vitest'
import { sumByCurrency } from './totals.ts'

test('amounts are summed for each currency on its own, and unseen ones are left out', () => {
  const amounts = [
    { minor: 100, currency: 'EUR' },
    { minor: 5, currency: 'CHF' },
    null,
    { minor: 50, currency: 'EUR' },
  ]
  expect(sumByCurrency(amounts)).toEqual([
    { minor: 150, currency: 'EUR' },
    { minor: 5, currency: 'CHF' },
  ])
})
