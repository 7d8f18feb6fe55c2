import { expect, test } from 'vitest'
import { trendOf } from './trend.ts'

const MINUTE = 60_000
const line = (perHour: number, noise: (at: number) => number) =>
  Array.from({ length: 60 }, (_, minute) => ({
    at: 1_000 + minute * MINUTE,
    value: 100 + (perHour * minute) / 60 + noise(minute),
  }))

test('growth is told by the hour, and a straight line leaves no doubt', () => {
  const { perHour, give } = trendOf(line(3, () => 0))
  expect(perHour).toBeCloseTo(3)
  expect(give).toBeCloseTo(0)
})

test('what goes up and down does not grow, and its doubt is larger than its trend', () => {
  const { perHour, give } = trendOf(line(0, (at) => (at % 2 === 0 ? 5 : -5)))
  expect(Math.abs(perHour)).toBeLessThan(give)
  expect(give).toBeGreaterThan(1)
})

test('growth is found under noise', () => {
  const { perHour, give } = trendOf(line(30, (at) => (at % 2 === 0 ? 2 : -2)))
  expect(perHour - give).toBeGreaterThan(20)
})

test('two measurements are no trend', () => {
  expect(() => trendOf(line(1, () => 0).slice(0, 2))).toThrow('three')
})
