import { describe, expect, test } from 'vitest'
import { addToBatch, emptyBatch, matchesBatch } from './batch.ts'
import { ONLY_RESETS, type LiveInterest } from './interest.ts'
import { decideRevalidation } from './revalidation.ts'

const here = new URL('http://portal.test/t/vellmar/orders')
const there = new URL('http://portal.test/t/vellmar/orders?view=late')
const args = {
  currentUrl: here,
  nextUrl: here,
  formMethod: undefined,
  defaultShouldRevalidate: true,
}
const interests = [{ module: 'orders', kind: 'order' }] as const
const store = (isRunning: boolean, isConcerned: boolean) => ({
  isRunning: () => isRunning,
  isConcerned: () => isConcerned,
})

describe('a loader runs again', () => {
  test('for a live change that concerns its route, and no other', () => {
    expect(decideRevalidation(args, store(true, true), interests)).toBe(true)
    expect(decideRevalidation(args, store(true, false), interests)).toBe(false)
    expect(decideRevalidation(args, store(true, true), [])).toBe(false)
  })

  test('when one of the kinds it shows has changed', () => {
    const payments = {
      isRunning: () => true,
      isConcerned: ({ kind }: LiveInterest) => kind === 'payment',
    }
    const both = [
      { module: 'billing', kind: 'invoice' },
      { module: 'billing', kind: 'payment' },
    ] as const
    expect(decideRevalidation(args, payments, both)).toBe(true)
    expect(decideRevalidation(args, payments, interests)).toBe(false)
  })

  test('when everything is read again, even if it shows no record', () => {
    const change = { module: 'team', kind: 'contact', id: 'x', version: 1 } as const
    const told = addToBatch(emptyBatch(), { type: 'reset', cursor: null }, new Set())
    expect(matchesBatch(told, ONLY_RESETS)).toBe(true)
    const changed = { all: false, changes: new Map([[change.id, change]]) }
    expect(matchesBatch(changed, ONLY_RESETS)).toBe(false)
  })

  test('as the router chooses when nothing live is under way', () => {
    expect(decideRevalidation(args, store(false, false), interests)).toBe(true)
    const kept = { ...args, defaultShouldRevalidate: false }
    expect(decideRevalidation(kept, store(false, false), interests)).toBe(false)
  })

  test('on a navigation that overtakes a live change, so that the change is not lost', () => {
    const going = { ...args, nextUrl: there, defaultShouldRevalidate: false }
    expect(decideRevalidation(going, store(true, true), interests)).toBe(true)
    expect(decideRevalidation(going, store(false, true), interests)).toBe(true)
  })

  test('after an action as always', () => {
    const acted = { ...args, formMethod: 'POST' as const }
    expect(decideRevalidation(acted, store(true, false), interests)).toBe(true)
  })
})
