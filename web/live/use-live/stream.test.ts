import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { LIVE_PING_MS } from '#workflows/contracts/live.ts'
import type { LiveMessage } from './message.ts'
import { openStream, type Probe, type Source } from './stream.ts'

class FakeSource implements Source {
  readonly url: string
  readyState = 0
  readonly #listeners = new Map<string, ((event: MessageEvent<unknown>) => void)[]>()

  constructor(url: string) {
    this.url = url
  }

  addEventListener(type: string, listener: (event: MessageEvent<unknown>) => void) {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener])
  }

  close() {
    this.readyState = 2
  }

  emit(type: string, data = '', lastEventId = '') {
    const event = new MessageEvent(type, { data, lastEventId })
    for (const listener of this.#listeners.get(type) ?? []) listener(event)
  }
}

function open(probe: Probe = () => Promise.resolve('alive')) {
  const sources: FakeSource[] = []
  const messages: LiveMessage[] = []
  const stream = openStream({
    url: (after) => `/live?after=${after ?? ''}`,
    after: 'c0',
    onMessage: (message) => messages.push(message),
    probe,
    createSource: (url) => {
      const source = new FakeSource(url)
      sources.push(source)
      return source
    },
  })
  const last = () => {
    const source = sources.at(-1)
    if (source === undefined) throw new Error('no source was opened')
    return source
  }
  const states = () => messages.flatMap((each) => (each.type === 'state' ? [each.state] : []))
  return { stream, sources, messages, last, states }
}

const CHANGE = JSON.stringify([{ module: 'orders', kind: 'order', id: 'a', version: 2 }])

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('the stream', () => {
  test('passes changes on with the cursor they came with', () => {
    const { last, messages } = open()
    last().emit('open')
    last().emit('change', CHANGE, 'c1')
    expect(messages.at(-1)).toMatchObject({ type: 'change', cursor: 'c1', changes: [{ id: 'a' }] })
  })

  test('reads everything again after data that is not what was agreed', () => {
    const { last, messages } = open()
    last().emit('change', '{"not":"a list"}', 'c1')
    expect(messages.at(-1)).toEqual({ type: 'reset', cursor: 'c1' })
  })

  test('leaves a lost connection to the browser and says so', () => {
    const { last, sources, states } = open()
    last().emit('open')
    last().emit('error')
    expect(states()).toEqual(['connecting', 'live', 'reconnecting'])
    expect(sources).toHaveLength(1)
  })

  test('opens another one after the last cursor when it is refused and the session is alive', async () => {
    const { last, sources } = open()
    last().emit('open')
    last().emit('change', CHANGE, 'c7')
    last().readyState = 2
    last().emit('error')
    await vi.advanceTimersByTimeAsync(2_000)
    expect(sources).toHaveLength(2)
    expect(last().url).toBe('/live?after=c7')
  })

  test('ends when it is refused because the session is over', async () => {
    const { last, sources, messages } = open(() => Promise.resolve('ended'))
    last().readyState = 2
    last().emit('error')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(messages.at(-1)).toEqual({ type: 'ended' })
    expect(sources).toHaveLength(1)
  })

  test('waits longer after each refusal', async () => {
    const { last, sources } = open(() => Promise.resolve('unreachable'))
    for (let tries = 0; tries < 3; tries++) {
      last().readyState = 2
      last().emit('error')
      await vi.advanceTimersByTimeAsync(5_000)
    }
    expect(sources).toHaveLength(4)
    last().readyState = 2
    last().emit('error')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(sources).toHaveLength(4)
  })

  test('notices silence by the missing heartbeat', async () => {
    const { last, sources, states } = open()
    last().emit('open')
    await vi.advanceTimersByTimeAsync(LIVE_PING_MS * 2)
    last().emit('ping')
    await vi.advanceTimersByTimeAsync(LIVE_PING_MS * 2)
    expect(sources).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(LIVE_PING_MS + 1)
    expect(sources).toHaveLength(2)
    expect(states().at(-1)).toBe('reconnecting')
  })

  test('is quiet once closed', async () => {
    const { stream, last, sources } = open()
    last().emit('open')
    stream.close()
    await vi.advanceTimersByTimeAsync(LIVE_PING_MS * 10)
    expect(sources).toHaveLength(1)
  })
})
