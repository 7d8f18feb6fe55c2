import { describe, expect, test } from 'vitest'
import { decideRevalidation } from './revalidation.ts'

const here = new URL('http://portal.test/t/vellmar/orders')
const there = new URL('http://portal.test/t/vellmar/orders?view=late')
const args = {
  currentUrl: here,
  nextUrl: here,
  formMethod: undefined,
  defaultShouldRevalidate: true,
}
const interest = { module: 'orders', kind: 'order' } as const
const store = (isRunning: boolean, isConcerned: boolean) => ({
  isRunning: () => isRunning,
  isConcerned: () => isConcerned,
})

describe('a loader runs again', () => {
  test('for a live change that concerns its route, and no other', () => {
    expect(decideRevalidation(args, store(true, true), interest)).toBe(true)
    expect(decideRevalidation(args, store(true, false), interest)).toBe(false)
    expect(decideRevalidation(args, store(true, true), null)).toBe(false)
  })

  test('as the router chooses when nothing live is under way', () => {
    expect(decideRevalidation(args, store(false, false), interest)).toBe(true)
    const kept = { ...args, defaultShouldRevalidate: false }
    expect(decideRevalidation(kept, store(false, false), interest)).toBe(false)
  })

  test('on a navigation that overtakes a live change, so that the change is not lost', () => {
    const going = { ...args, nextUrl: there, defaultShouldRevalidate: false }
    expect(decideRevalidation(going, store(true, true), interest)).toBe(true)
    expect(decideRevalidation(going, store(false, true), interest)).toBe(true)
  })

  test('after an action as always', () => {
    const acted = { ...args, formMethod: 'POST' as const }
    expect(decideRevalidation(acted, store(true, false), interest)).toBe(true)
  })
})
