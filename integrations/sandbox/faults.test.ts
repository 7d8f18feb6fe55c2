/** Rules that befall a part of the calls only. */
import { describe, expect, it } from 'vitest'
import { createFaults, faultRule } from './faults.ts'
import { createStore } from './store.ts'

const RULE = {
  route: 'webhooks',
  effect: 'shuffle',
  some: [
    { share: 0.1, effect: 'drop' },
    { share: 0.2, status: 429, retryAfter: 1 },
  ],
  seed: 7,
} as const

const effectsOf = (seed: number): string[] => {
  const faults = createFaults(createStore(':memory:'))
  faults.set(faultRule.parse({ ...RULE, seed }))
  return Array.from({ length: 400 }, () => {
    const rule = faults.hit('webhooks')
    return String(rule?.status ?? rule?.effect)
  })
}

describe('a rule for some calls', () => {
  it('hits as large a share as it says, and leaves the others to the rest of the rule', () => {
    const effects = effectsOf(7)
    const count = (effect: string): number => effects.filter((each) => each === effect).length
    expect(count('drop')).toBeGreaterThan(15)
    expect(count('drop')).toBeLessThan(80)
    expect(count('429')).toBeGreaterThan(count('drop'))
    expect(count('drop') + count('429') + count('shuffle')).toBe(400)
  })

  it('hits the same calls again under the same seed', () => {
    expect(effectsOf(7)).toEqual(effectsOf(7))
    expect(effectsOf(8)).not.toEqual(effectsOf(7))
  })

  it('refuses shares of more than everything', () => {
    const some = [{ share: 0.6, status: 500 }, { share: 0.6 }]
    expect(faultRule.safeParse({ route: 'webhooks', some }).success).toBe(false)
  })
})
