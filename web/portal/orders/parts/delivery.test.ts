import { describe, expect, test } from 'vitest'
import { deliveryOf, isLate } from './delivery.ts'

const calendar = {
  today: '2026-11-23',
  dateOf: (instant: Date) => instant.toISOString().slice(0, 10),
}
const order = {
  state: 'in_transit' as const,
  firstPromisedOn: '2026-11-24',
  promisedOn: '2026-11-24',
  deliveredAt: null,
}

describe('the delivery of an order', () => {
  test('is on time while the date is the one first confirmed', () => {
    const delivery = deliveryOf(order, calendar)
    expect(delivery).toEqual({ date: '2026-11-24', was: null, days: 0, status: 'open' })
    expect(isLate(delivery)).toBe(false)
  })

  test('is late by the days it was moved', () => {
    const delivery = deliveryOf({ ...order, promisedOn: '2026-11-26' }, calendar)
    expect(delivery).toMatchObject({ was: '2026-11-24', days: 2, status: 'open' })
    expect(isLate(delivery)).toBe(true)
  })

  test('is not late when it was moved forward', () => {
    const delivery = deliveryOf({ ...order, promisedOn: '2026-11-23' }, calendar)
    expect(delivery).toMatchObject({ days: -1, status: 'open' })
    expect(isLate(delivery)).toBe(false)
  })

  test('is overdue once the date has passed, counted from the first promise until today', () => {
    const moved = { ...order, firstPromisedOn: '2026-11-18', promisedOn: '2026-11-20' }
    expect(deliveryOf(moved, calendar)).toMatchObject({ days: 5, status: 'overdue' })
    const never = { ...order, firstPromisedOn: null, promisedOn: '2026-11-20' }
    expect(deliveryOf(never, calendar)).toMatchObject({ days: 3, status: 'overdue' })
  })

  test('of a delivered order is the day it came, never late afterwards', () => {
    const done = { ...order, state: 'delivered' as const, deliveredAt: '2026-11-25T09:00:00Z' }
    const delivery = deliveryOf(done, calendar)
    expect(delivery).toEqual({
      date: '2026-11-25',
      was: '2026-11-24',
      days: 1,
      status: 'delivered',
    })
    expect(isLate(delivery)).toBe(false)
  })

  test('of a cancelled order has no date', () => {
    expect(deliveryOf({ ...order, state: 'cancelled' }, calendar).date).toBeNull()
  })
})
