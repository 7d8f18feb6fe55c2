import { describe, expect, test } from 'vitest'
import { translator } from '../../languages/languages.ts'
import '../../languages/pages/order.ts'
import { createFormat } from '../../ui/text/format.ts'
import type { Delivery } from '../orders/parts/delivery.ts'
import { deliverySentence } from './sentence.ts'

const text = translator('en')
const format = createFormat({ locale: 'en', timeZone: 'UTC', text })
const voice = { text, format, today: new Date('2026-11-23T10:00:00Z'), todayDate: '2026-11-23' }
const say = (delivery: Partial<Delivery>) =>
  deliverySentence({ date: '2026-11-26', was: null, days: 0, status: 'open', ...delivery }, voice)

describe('the sentence of an order', () => {
  test('says when it arrives', () => {
    expect(say({})).toBe('Arrives Thursday 26 November.')
  })

  test('compares with what was first confirmed', () => {
    expect(say({ was: '2026-11-24', days: 2 })).toBe(
      'Arrives Thursday 26 November, two days later than first confirmed.',
    )
    expect(say({ was: '2026-11-27', days: -1 })).toBe(
      'Arrives Thursday 26 November, one day earlier than first confirmed.',
    )
  })

  test('says since when it is due', () => {
    expect(say({ date: '2026-11-20', days: 5, status: 'overdue' })).toBe(
      'Was due Friday 20 November, three days ago. A new date is not confirmed yet.',
    )
  })

  test('says when it came', () => {
    expect(say({ status: 'delivered' })).toBe('Delivered Thursday 26 November, as first confirmed.')
    expect(say({ status: 'delivered', was: '2026-11-25', days: 1 })).toBe(
      'Delivered Thursday 26 November, one day later than first confirmed.',
    )
  })

  test('does not invent a date', () => {
    expect(say({ date: null })).toBe('A delivery date is not confirmed yet.')
    expect(say({ date: null, status: 'cancelled' })).toContain('cancelled')
  })
})
