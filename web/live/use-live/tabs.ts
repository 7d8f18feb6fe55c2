/**
 * One stream for all tabs of a browser: whoever holds the lock opens it and passes on what it hears. When that
 * tab closes, the next one gets the lock and resumes after the last cursor it was told.
 */
import type { LiveChange } from '#workflows/contracts/live.ts'
import type { Connection, LiveMessage } from './message.ts'
import type { Stream } from './stream.ts'

type TabMessage =
  | LiveMessage
  /** A tab that has just loaded asks for what it may have missed; unix ms of its page load. */
  | { type: 'hello'; since: number }
  | { type: 'welcome'; state: Connection; cursor: string | null; changes: LiveChange[] }

/** Runs the work once this tab holds the lock, and holds it until the work is done or given up. */
export type RequestLock = (signal: AbortSignal, work: () => Promise<void>) => Promise<void>

/** Undefined where browsers have none: plain http on another host than this one. */
function browserLock(name: string): RequestLock | undefined {
  if (!('locks' in navigator)) return undefined
  return (signal, work) => navigator.locks.request(name, { signal }, work)
}

export interface TabsOptions {
  /** Distinguishes tenant and person: tabs of another account must not hear this one. */
  name: string
  /** Cursor taken by the server when it rendered this page; null: unknown. */
  cursor: string | null
  /** Unix milliseconds at which this page was asked for. */
  loadedAt: number
  open: (after: string | null, onMessage: (message: LiveMessage) => void) => Stream
  onMessage: (message: LiveMessage) => void
  lock?: RequestLock | undefined
}

/** What the leading tab remembers for tabs that are still loading. */
const REMEMBER_MS = 60_000

class Tab {
  readonly #options: TabsOptions
  readonly #channel: BroadcastChannel
  readonly #left = new AbortController()
  #cursor: string | null
  #state: Connection = 'connecting'
  #stream: Stream | undefined
  #recent: { at: number; changes: LiveChange[] }[] = []

  constructor(options: TabsOptions) {
    const { name, lock = browserLock(name) } = options
    this.#options = options
    this.#cursor = options.cursor
    this.#channel = new BroadcastChannel(name)
    this.#channel.onmessage = ({ data }: MessageEvent<TabMessage>) => this.#hear(data)
    // Without locks each tab opens its own stream.
    if (lock === undefined) this.#lead()
    else {
      this.#send({ type: 'hello', since: options.loadedAt })
      lock(this.#left.signal, () => this.#leadUntilLeft()).catch(() => undefined)
    }
  }

  close = () => {
    this.#left.abort()
    this.#stream?.close()
    this.#channel.close()
  }

  wake = () => this.#stream?.wake()

  #send(message: TabMessage) {
    this.#channel.postMessage(message)
  }

  #lead() {
    this.#stream = this.#options.open(this.#cursor, (message) => {
      if (message.type === 'change') this.#remember(message.changes)
      this.#take(message)
      this.#send(message)
    })
  }

  #leadUntilLeft(): Promise<void> {
    this.#lead()
    return new Promise((resolve) => {
      this.#left.signal.addEventListener('abort', () => resolve())
    })
  }

  #remember(changes: LiveChange[]) {
    const now = Date.now()
    const recent = this.#recent.filter(({ at }) => now - at < REMEMBER_MS)
    this.#recent = [...recent, { at: now, changes }]
  }

  #take(message: LiveMessage) {
    if ('cursor' in message && message.cursor !== null) this.#cursor = message.cursor
    if (message.type === 'state') this.#state = message.state
    this.#options.onMessage(message)
  }

  #hear(message: TabMessage) {
    if (message.type === 'hello') this.#welcome(message.since)
    else if (message.type === 'welcome') {
      this.#take({ type: 'state', state: message.state })
      this.#take({ type: 'change', cursor: message.cursor, changes: message.changes })
    } else this.#take(message)
  }

  #welcome(since: number) {
    if (this.#stream === undefined) return
    const changes = this.#recent.filter(({ at }) => at >= since).flatMap((each) => each.changes)
    this.#send({ type: 'welcome', state: this.#state, cursor: this.#cursor, changes })
  }
}

export const joinTabs = (options: TabsOptions): { close: () => void; wake: () => void } =>
  new Tab(options)
