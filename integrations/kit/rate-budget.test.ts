import { describe, expect, it } from 'vitest'
import { createRateBudget } from './rate-budget.ts'

/** A clock of our own: order and counts are asserted, never how long something took. */
function clock() {
  let at = 0
  return { now: () => at, pass: (ms: number) => (at += ms) }
}

describe('a rate budget', () => {
  it('lets a burst through at once and makes the next one wait', async () => {
    const time = clock()
    const budget = createRateBudget({ perSecond: 1, burst: 3, now: time.now })
    time.pass(10_000)
    await Promise.all([budget.take(), budget.take(), budget.take()])
    const fourth = AbortSignal.timeout(30)
    await expect(budget.take(fourth)).rejects.toThrow(/timeout/i)
  })

  it('gives every caller a slot of its own, however many ask at once', async () => {
    const time = clock()
    const budget = createRateBudget({ perSecond: 1, burst: 1, now: time.now })
    const asked = [1, 2, 3].map(() =>
      budget.take(AbortSignal.timeout(30)).then(
        () => 'sent',
        () => 'waiting',
      ),
    )
    expect(await Promise.all(asked)).toEqual(['sent', 'waiting', 'waiting'])
  })

  it('holds everybody back while the source asked for a pause', async () => {
    const time = clock()
    const budget = createRateBudget({ perSecond: 1000, burst: 100, now: time.now })
    time.pass(1_000)
    budget.pause(5_000)
    await expect(budget.take(AbortSignal.timeout(30))).rejects.toThrow(/timeout/i)
    time.pass(5_001)
    await expect(budget.take()).resolves.toBeUndefined()
  })

  it('refuses a caller whose signal is aborted already, without using a slot', async () => {
    const budget = createRateBudget({ perSecond: 1, burst: 1 })
    await expect(budget.take(AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
    await expect(budget.take()).resolves.toBeUndefined()
  })
})
