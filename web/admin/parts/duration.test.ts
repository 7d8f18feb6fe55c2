import { expect, test } from 'vitest'
import { durationText, lagText } from './duration.ts'

test.each([
  [0.4, '0 s'],
  [59, '59 s'],
  [60, '1 min'],
  [3_599, '59 min'],
  [3_600, '1 h'],
  [8_640, '2 h 24 min'],
  [172_800, '2 days'],
])('%d seconds read "%s"', (seconds, words) => {
  expect(durationText(seconds)).toBe(words)
})

test('no lag is a word', () => {
  expect(lagText(0)).toBe('none')
  expect(lagText(61)).toBe('1 min')
})
