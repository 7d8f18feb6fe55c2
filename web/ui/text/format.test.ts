import { describe, expect, test } from 'vitest'
import { translator } from '../../languages/languages.ts'
import { addDays, dateIn, daysBetween } from './dates.ts'
import { createFormat } from './format.ts'

const format = createFormat({ locale: 'en', timeZone: 'Europe/Berlin', text: translator('en') })
const now = new Date('2026-11-23T10:00:00Z')

describe('dates', () => {
  test('are written without the comma that differs between Unicode versions', () => {
    expect(format.day('2026-11-26')).toBe('Thu 26 Nov')
    expect(format.day('2026-11-26', 'long')).toBe('Thursday 26 November')
  })

  test('name the year only when it is another one', () => {
    expect(format.day('2027-01-14', 'short', now)).toBe('Thu 14 Jan 2027')
    expect(format.day('2026-12-14', 'short', now)).toBe('Mon 14 Dec')
  })

  test('of instants follow the zone of the member', () => {
    expect(format.moment('2026-11-23T08:41:07Z', now)).toBe('Today 09:41')
    expect(format.moment('2026-11-22T23:30:00Z', now)).toBe('Today 00:30')
    expect(format.moment('2026-11-22T22:30:00Z', now)).toBe('Yesterday 23:30')
    expect(format.moment('2026-11-21T14:20:00Z', now)).toBe('Sat 21 Nov, 15:20')
  })

  test('become shorter the older they are', () => {
    expect(format.brief('2026-11-23T08:41:00Z', now)).toBe('09:41')
    expect(format.brief('2026-11-20T08:41:00Z', now)).toBe('Fri')
    expect(format.brief('2026-11-03T08:41:00Z', now)).toBe('3 Nov')
  })

  test('count whole days across a change of the clock', () => {
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2)
    expect(daysBetween('2026-03-01', '2026-02-27')).toBe(-2)
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(dateIn('Pacific/Kiritimati', now)).toBe('2026-11-24')
  })
})

describe('freshness', () => {
  test.each([
    ['2026-11-23T09:59:58Z', 'just now'],
    ['2026-11-23T09:59:48Z', '12 s ago'],
    ['2026-11-23T09:34:00Z', '26 min ago'],
    ['2026-11-23T07:00:00Z', '3 h ago'],
    ['2026-11-20T07:00:00Z', 'Fri'],
  ])('of %s reads "%s"', (instant, words) => {
    expect(format.ago(instant, now)).toBe(words)
  })

  test('never speaks of the future when clocks differ', () => {
    expect(format.ago('2026-11-23T10:00:30Z', now)).toBe('just now')
  })
})

describe('amounts', () => {
  test('follow the digits of their currency', () => {
    expect(format.money({ minor: 8_460_000, currency: 'EUR' })).toBe('€84,600.00')
    expect(format.money({ minor: 1200, currency: 'JPY' })).toBe('JP¥1,200')
    expect(format.money({ minor: -5, currency: 'EUR' })).toBe('-€0.05')
  })

  test('quantities keep every digit', () => {
    expect(format.quantity('1.250')).toBe('1.25')
    expect(format.quantity('12345678901234567890')).toBe('12,345,678,901,234,567,890')
  })

  test('small counts are words, larger ones figures', () => {
    expect(format.count(3)).toBe('three')
    expect(format.count(1200)).toBe('1,200')
  })
})
