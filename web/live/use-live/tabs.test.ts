import { afterEach, describe, expect, test } from 'vitest'
import type { RecordId } from '#workflows/contracts/ids.ts'
import type { LiveMessage } from './message.ts'
import { joinTabs, type RequestLock } from './tabs.ts'

/** Locks as browsers have them: first come, first served, and free again when the holder's promise settles. */
function createLocks(): RequestLock {
  const waiting: (() => Promise<unknown>)[] = []
  let busy = false
  const next = () => {
    const work = waiting.shift()
    if (work === undefined) {
      busy = false
      return
    }
    busy = true
    void work().finally(next)
  }
  return (signal: AbortSignal, work: () => Promise<void>) => {
    waiting.push(() => (signal.aborted ? Promise.resolve() : work()))
    if (!busy) next()
    return Promise.resolve()
  }
}

interface Tab {
  heard: LiveMessage[]
  /** Cursors with which this tab opened a stream. */
  opened: (string | null)[]
  say: (message: LiveMessage) => void
  close: () => void
}

const closing: (() => void)[] = []
afterEach(() => closing.splice(0).forEach((close) => close()))
const settle = () => new Promise((resolve) => setTimeout(resolve, 20))

function openTab(lock: RequestLock, name: string, loadedAt = Date.now()): Tab {
  const heard: LiveMessage[] = []
  const opened: (string | null)[] = []
  let say: Tab['say'] = () => {
    throw new Error('this tab does not lead')
  }
  const tab = joinTabs({
    name,
    cursor: 'page',
    loadedAt,
    lock,
    onMessage: (message) => heard.push(message),
    open: (after, onMessage) => {
      opened.push(after)
      say = onMessage
      return { close: () => undefined, wake: () => undefined }
    },
  })
  closing.push(tab.close)
  return { heard, opened, say: (message) => say(message), close: tab.close }
}

const change = (cursor: string): LiveMessage => ({
  type: 'change',
  cursor,
  changes: [{ module: 'orders', kind: 'order', id: cursor as RecordId, version: 1 }],
})

describe('the tabs of one browser', () => {
  test('share one stream, and all of them hear of a change', async () => {
    const locks = createLocks()
    const first = openTab(locks, 'share')
    const second = openTab(locks, 'share')
    await settle()
    first.say(change('c1'))
    await settle()
    expect([first.opened, second.opened]).toEqual([['page'], []])
    expect(second.heard).toContainEqual(change('c1'))
    expect(first.heard.filter((each) => each.type === 'change')).toHaveLength(1)
  })

  test('hand the stream on when the leading tab closes, resuming after the last change', async () => {
    const locks = createLocks()
    const first = openTab(locks, 'hand-on')
    const second = openTab(locks, 'hand-on')
    await settle()
    first.say(change('c9'))
    await settle()
    first.close()
    await settle()
    expect(second.opened).toEqual(['c9'])
  })

  test('tell a tab that joins what changed while it was loading', async () => {
    const locks = createLocks()
    const first = openTab(locks, 'join')
    const asked = Date.now()
    await settle()
    first.say({ type: 'state', state: 'live' })
    first.say(change('c2'))
    const late = openTab(locks, 'join', asked)
    await settle()
    expect(late.heard).toContainEqual({ type: 'state', state: 'live' })
    expect(late.heard).toContainEqual(change('c2'))
  })

  test('do not hear tabs of another tenant or person', async () => {
    const first = openTab(createLocks(), 'vellmar:p1')
    const other = openTab(createLocks(), 'northgate:p1')
    await settle()
    first.say(change('c3'))
    await settle()
    expect(other.heard).toEqual([])
  })
})
