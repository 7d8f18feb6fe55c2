import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { beginAsking } from './begin-asking.ts'

/** Of the source, in the middle of a second; its answers tell whole ones. */
const THEIRS = Date.parse('2028-02-29T23:59:59.400Z')
const SECOND = 1_000
const MINUTE = 60_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Asked by a machine whose clock is off by this much (ms), and answered after 200 ms. */
function askedBy(off: number): number {
  vi.setSystemTime(THEIRS + off)
  const asking = beginAsking()
  vi.advanceTimersByTime(200)
  asking.onDate(Math.floor((THEIRS + 200) / SECOND) * SECOND)
  return asking.asOf()
}

test.each([0, 10 * MINUTE, -10 * MINUTE, -3 * 3600_000])(
  'asked by a clock that is off by %i ms, it is no more than a second before it was asked, and never after',
  (off) => {
    const asOf = askedBy(off)
    expect(asOf).toBeLessThanOrEqual(THEIRS)
    expect(asOf).toBeGreaterThan(THEIRS - SECOND)
  },
)

test('a source that tells no time is asked at ours, and of several answers the first counts', () => {
  vi.setSystemTime(THEIRS)
  expect(beginAsking().asOf()).toBe(THEIRS)
  const asking = beginAsking()
  asking.onDate(THEIRS)
  vi.advanceTimersByTime(5 * SECOND)
  asking.onDate(THEIRS + 5 * SECOND)
  expect(asking.asOf()).toBe(THEIRS)
})
