import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isUuid, newId } from './ids.ts'

describe('newId', () => {
  it('makes version 7 UUIDs that carry the given millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), (now) => {
        const id = newId(now)
        expect(isUuid(id)).toBe(true)
        expect(id[14]).toBe('7')
        expect('89ab').toContain(id[19])
        expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(now)
      }),
    )
  })

  it('sorts by time and never repeats within a millisecond', () => {
    const same = new Set(Array.from({ length: 2_000 }, () => newId(1_700_000_000_000)))
    expect(same.size).toBe(2_000)
    expect(newId(1_700_000_000_000) < newId(1_700_000_000_001)).toBe(true)
  })
})

describe('isUuid', () => {
  it.each(['', 'x', '018bcfe5-6800-7000-8000-00000000000', '018BCFE5-6800-7000-8000-000000000000'])(
    'refuses %j',
    (text) => expect(isUuid(text)).toBe(false),
  )
})
