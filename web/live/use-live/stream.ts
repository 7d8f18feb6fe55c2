/**
 * One EventSource that is kept alive: it resumes after the last event it saw, notices a silent connection by
 * the missing heartbeat, and asks whether the session still exists before it tries again after a refusal.
 */
import { LIVE_PING_MS } from '#workflows/contracts/live.ts'
import { parseChanges, type LiveMessage } from './message.ts'

export interface Stream {
  close: () => void
  /** Try now, for instance since the device is online again. */
  wake: () => void
}

export type Probe = () => Promise<'alive' | 'ended' | 'unreachable'>

/** The part of EventSource that is used, so that tests can bring their own. */
export interface Source {
  readonly readyState: number
  close: () => void
  addEventListener: (type: string, listener: (event: MessageEvent<unknown>) => void) => void
}

export interface StreamOptions {
  /** The address, resuming after a cursor; null: from now on. */
  url: (after: string | null) => string
  after: string | null
  onMessage: (message: LiveMessage) => void
  probe: Probe
  createSource?: (url: string) => Source
}

const CLOSED = 2
const SILENCE_MS = LIVE_PING_MS * 3
const LONGEST_WAIT_MS = 30_000

const waitFor = (attempt: number) =>
  Math.min(LONGEST_WAIT_MS, 1000 * 2 ** attempt) * (0.75 + Math.random() / 2)

const browserSource = (url: string): Source => new EventSource(url)

class LiveStream implements Stream {
  readonly #options: StreamOptions
  #cursor: string | null
  #source: Source | undefined
  #attempt = 0
  #opened = false
  #closed = false
  #retry: ReturnType<typeof setTimeout> | undefined
  #silence: ReturnType<typeof setTimeout> | undefined

  constructor(options: StreamOptions) {
    this.#options = options
    this.#cursor = options.after
    this.#tell('connecting')
    this.#connect()
  }

  close = () => {
    this.#closed = true
    this.#drop()
  }

  wake = () => this.#reopen(0)

  #tell(state: Extract<LiveMessage, { type: 'state' }>['state']) {
    this.#options.onMessage({ type: 'state', state })
  }

  #connect() {
    const { url, createSource = browserSource } = this.#options
    const source = createSource(url(this.#cursor))
    this.#source = source
    source.addEventListener('open', () => this.#onOpen())
    source.addEventListener('change', (event) => this.#onChange(event))
    source.addEventListener('reset', (event) => this.#onChange(event))
    source.addEventListener('ping', (event) => this.#heard(event))
    source.addEventListener('error', () => {
      if (this.#source !== source) return
      if (source.readyState === CLOSED) void this.#onRefused()
      else this.#tell('reconnecting')
    })
  }

  #onOpen() {
    // Without a cursor nothing tells what happened while the line was down.
    if (this.#cursor === null && this.#opened) {
      this.#options.onMessage({ type: 'reset', cursor: null })
    }
    this.#opened = true
    this.#attempt = 0
    this.#listen()
    this.#tell('live')
  }

  #onChange(event: MessageEvent<unknown>) {
    this.#heard(event)
    const cursor = this.#cursor
    const changes = event.type === 'reset' ? null : parseChanges(event.data)
    if (changes === null) this.#options.onMessage({ type: 'reset', cursor })
    else if (changes.length > 0) this.#options.onMessage({ type: 'change', cursor, changes })
  }

  #heard({ lastEventId }: MessageEvent<unknown>) {
    if (lastEventId !== '') this.#cursor = lastEventId
    this.#listen()
  }

  #listen() {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#reopen(0), SILENCE_MS)
  }

  async #onRefused() {
    this.#drop()
    const answer = await this.#options.probe()
    if (this.#closed) return
    if (answer === 'ended') this.#options.onMessage({ type: 'ended' })
    else this.#reopen(waitFor(this.#attempt++))
  }

  #reopen(delay: number) {
    this.#drop()
    if (this.#closed) return
    this.#tell('reconnecting')
    this.#retry = setTimeout(() => this.#connect(), delay)
  }

  #drop() {
    clearTimeout(this.#retry)
    clearTimeout(this.#silence)
    this.#source?.close()
    this.#source = undefined
  }
}

export const openStream = (options: StreamOptions): Stream => new LiveStream(options)
