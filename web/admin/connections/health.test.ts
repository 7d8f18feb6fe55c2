import { describe, expect, test } from 'vitest'
import { healthOf, needsLook, type HealthFacts } from './health.ts'

const now = new Date('2026-11-25T10:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000).toISOString()
const well: HealthFacts = {
  state: 'active',
  failure: null,
  lastSuccessAt: ago(20),
  lagSeconds: 0,
  unheardSince: null,
  runs: [],
}
const failure = { at: ago(10), reason: '503' }

describe('the health of a connection', () => {
  test.each<[string, Partial<HealthFacts>, string]>([
    ['answers', {}, 'healthy'],
    ['has events that wait too long', { lagSeconds: 61 }, 'behind'],
    ['gets no webhooks', { unheardSince: ago(60) }, 'unheard'],
    ['has not answered for long', { lastSuccessAt: ago(301) }, 'silent'],
    ['was never asked', { lastSuccessAt: null }, 'fresh'],
    ['is being read', { lastSuccessAt: null, runs: [{ state: 'running' }] }, 'reading'],
    ['fails while it is being read', { failure, runs: [{ state: 'running' }] }, 'failing'],
    ['needs a person', { state: 'parked', failure }, 'parked'],
    ['is paused, whatever else is true', { state: 'paused', failure, lagSeconds: 900 }, 'paused'],
    ['is disabled', { state: 'disabled' }, 'disabled'],
  ])('that %s is told by one word', (_, change, word) => {
    expect(healthOf({ ...well, ...change }, now)).toBe(word)
  })

  test('asks for a look where a person can do something', () => {
    expect((['failing', 'parked', 'silent', 'behind', 'unheard'] as const).every(needsLook)).toBe(
      true,
    )
    expect(needsLook('paused')).toBe(false)
  })
})
