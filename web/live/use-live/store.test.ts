import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RecordId } from '#workflows/contracts/ids.ts'
import type { LiveChange } from '#workflows/contracts/live.ts'
import { MARK_MS } from './marks.ts'
import { createLiveStore } from './store.ts'

const change = (id: string, version = 1): LiveChange => ({
  module: 'orders',
  kind: 'order',
  id: id as RecordId,
  version,
})
const changed = (...ids: string[]) => ({
  type: 'change' as const,
  cursor: null,
  changes: ids.map((id) => change(id)),
})
const anyOrder = { module: 'orders', kind: 'order' } as const
const orderA = { ...anyOrder, ids: ['a'] }

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('the live store', () => {
  test('lets a change wait only when an open page shows the record', () => {
    const store = createLiveStore()
    store.want(orderA)
    store.take(changed('b'))
    expect(store.isPending()).toBe(false)
    store.take(changed('a'))
    expect(store.isPending()).toBe(true)
    expect(store.isConcerned(orderA)).toBe(true)
  })

  test('forgets an interest when its page is left', () => {
    const store = createLiveStore()
    const leave = store.want(anyOrder)
    leave()
    store.take(changed('a'))
    expect(store.isPending()).toBe(false)
  })

  test('keeps what arrives during a revalidation for the next one', () => {
    const store = createLiveStore()
    store.want(anyOrder)
    store.take(changed('a'))
    store.begin()
    expect([store.isPending(), store.isRunning()]).toEqual([false, true])
    store.take(changed('b'))
    store.finish()
    expect([store.isPending(), store.isRunning()]).toEqual([true, false])
    expect(store.isConcerned({ ...anyOrder, ids: ['b'] })).toBe(true)
    expect(store.isConcerned(orderA)).toBe(false)
  })

  test('marks what was read again, for a moment', () => {
    const store = createLiveStore()
    store.want(anyOrder)
    store.take(changed('a'))
    store.begin()
    expect(store.isMarked('a')).toBe(false)
    store.finish()
    expect(store.isMarked('a')).toBe(true)
    vi.advanceTimersByTime(MARK_MS)
    expect(store.isMarked('a')).toBe(false)
  })

  test('reads everything again after a reset, and marks nothing', () => {
    const store = createLiveStore()
    store.take({ type: 'reset', cursor: null })
    expect(store.isConcerned(orderA)).toBe(true)
    store.begin()
    store.finish()
    expect([store.isPending(), store.isMarked('a')]).toEqual([false, false])
  })

  test('tells its listeners of the connection and of the end', () => {
    const store = createLiveStore()
    const listener = vi.fn()
    const leave = store.subscribe(listener)
    store.take({ type: 'state', state: 'reconnecting' })
    store.take({ type: 'ended' })
    expect([store.connection(), store.ended(), listener.mock.calls.length]).toEqual([
      'reconnecting',
      true,
      2,
    ])
    leave()
    store.clear()
    expect(listener).toHaveBeenCalledTimes(2)
    expect([store.connection(), store.ended()]).toEqual(['connecting', false])
  })
})
