/**
 * The open streams of one tenant. Events are read once, filtered and serialised once per audience, and handed to
 * everybody; a joining stream is brought up to the channel's position inside the same queue, so that it misses
 * nothing and gets nothing twice.
 */
import type { LiveEventsAfter } from '#db/read/live-events.ts'
import { asAppError } from '#workflows/contracts/errors.ts'
import type { TenantId } from '#workflows/contracts/ids.ts'
import type { LiveEvent } from '#workflows/contracts/live.ts'
import { changesFor } from './audience.ts'
import type { CursorCodec } from './cursor.ts'
import { changeFrame, pingFrame, resetFrame } from './frames.ts'
import type { LiveReads } from './reads.ts'
import type { LiveStream } from './stream.ts'

/** Where a stream wants to go on: after a position, from now on (null), or from a cursor we cannot read. */
export type After = number | null | 'unknown'

/** What was handed to everybody in one go. */
export interface Delivery {
  streams: number
  events: number
  /** Requests that brought it about, a few of them. */
  requestIds: string[]
  /** Milliseconds since the oldest of the events was written. */
  ageMs: number
}

/** Ids that one log line holds at most. */
const MAX_IDS = 20

export interface TenantChannelOptions {
  tenantId: TenantId
  reads: LiveReads
  cursors: CursorCodec
  onError: (error: unknown) => void
  onDelivered?: (delivery: Delivery) => void
  /** Milliseconds in which later notifications fold into one read. */
  coalesceMs?: number
}

interface Joining {
  stream: LiveStream
  after: After
  done: (error?: Error) => void
}

/** Events kept for streams that resume a moment later. */
const KEEP_RECENT = 500
const COALESCE_MS = 100

export class TenantChannel {
  readonly streams = new Set<LiveStream>()
  readonly #options: TenantChannelOptions
  #joining: Joining[] = []
  #position: number | null = null
  #recent: LiveEvent[] = []
  #cooling = false
  #dirty = false
  #queue: Promise<unknown> = Promise.resolve()

  constructor(options: TenantChannelOptions) {
    this.#options = options
  }

  /** True when nobody listens or is about to. */
  get isEmpty(): boolean {
    return this.streams.size === 0 && this.#joining.length === 0
  }

  /** Something happened: read at once, then at most once per window. */
  touch(): void {
    if (this.#cooling) {
      this.#dirty = true
      return
    }
    this.#cooling = true
    void this.sync().then(() => {
      setTimeout(() => {
        this.#cooling = false
        if (!this.#dirty) return
        this.#dirty = false
        this.touch()
      }, this.#options.coalesceMs ?? COALESCE_MS).unref()
    })
  }

  /** Reads now; resolves when what is new has been handed out. */
  async sync(): Promise<void> {
    await this.#exclusive(() => this.#hydrate()).catch(this.#options.onError)
  }

  /** Resolves when the stream got its first frame and will hear everything after it. */
  join(stream: LiveStream, after: After): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (error?: Error): void => {
        if (error) reject(error)
        else resolve()
      }
      this.#joining.push({ stream, after, done })
      void this.#exclusive(() => this.#admitAll())
    })
  }

  leave(stream: LiveStream): void {
    this.streams.delete(stream)
    this.#joining = this.#joining.filter((joining) => joining.stream !== stream)
  }

  ping(): void {
    const cursor = this.#cursor()
    const frame = pingFrame(cursor)
    for (const stream of this.streams) stream.send(frame, resetFrame(cursor))
  }

  /** Tells one stream to read everything again, as after a change of its rights. */
  reset(stream: LiveStream): void {
    const frame = resetFrame(this.#cursor())
    stream.send(frame, frame)
  }

  #cursor(): string {
    return this.#options.cursors.write(this.#options.tenantId, this.#position ?? 0)
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work)
    this.#queue = result.catch(() => undefined)
    return result
  }

  async #hydrate(): Promise<void> {
    const known = this.#position
    const batch = await this.#options.reads.since(this.#options.tenantId, known)
    this.#position = batch.position
    if (known === null || batch.position <= known) return
    const readAt = performance.now()
    this.#deliver(batch)
    const { events, oldestMs } = batch
    this.#options.onDelivered?.({
      streams: this.streams.size,
      events: events.length,
      requestIds: requestsBehind(events),
      ageMs: oldestMs + performance.now() - readAt,
    })
  }

  #deliver(batch: LiveEventsAfter): void {
    const cursor = this.#cursor()
    const reset = resetFrame(cursor)
    if (!batch.complete) {
      this.#recent = []
      for (const stream of this.streams) stream.send(reset, reset)
      return
    }
    this.#recent = [...this.#recent, ...batch.events].slice(-KEEP_RECENT)
    const frames = new Map<string, string | null>()
    for (const stream of this.streams) {
      let frame = frames.get(stream.audience())
      if (frame === undefined) {
        const changes = changesFor(stream.viewer(), batch.events)
        frame = changes.length > 0 ? changeFrame(cursor, changes) : null
        frames.set(stream.audience(), frame)
      }
      if (frame !== null) stream.send(frame, reset)
    }
  }

  /** Those who wait share one read, however many they are. */
  async #admitAll(): Promise<void> {
    const batch = this.#joining
    if (batch.length === 0) return
    try {
      await this.#hydrate()
      for (const { stream, after, done } of batch) {
        const frame = await this.#firstFrame(stream, after)
        this.streams.add(stream)
        stream.send(frame, resetFrame(this.#cursor()))
        done()
      }
    } catch (cause) {
      const error = asAppError(cause)
      for (const { done } of batch) done(error)
    } finally {
      this.#joining = this.#joining.filter((joining) => !batch.includes(joining))
    }
  }

  async #firstFrame(stream: LiveStream, after: After): Promise<string> {
    if (after === null) return pingFrame(this.#cursor())
    const events = after === 'unknown' ? null : await this.#missed(after, this.#position ?? 0)
    if (events === null) return resetFrame(this.#cursor())
    const changes = changesFor(stream.viewer(), events)
    const cursor = this.#cursor()
    return changes.length > 0 ? changeFrame(cursor, changes) : pingFrame(cursor)
  }

  /** Null when it cannot be told any more what was missed. */
  async #missed(after: number, now: number): Promise<LiveEvent[] | null> {
    if (after > now) return null
    if (after === now) return []
    const [oldest] = this.#recent
    if (oldest && oldest.position <= after + 1) {
      return this.#recent.filter((event) => event.position > after)
    }
    const batch = await this.#options.reads.since(this.#options.tenantId, after)
    return batch.complete ? batch.events.filter((event) => event.position <= now) : null
  }
}

const requestsBehind = (events: readonly LiveEvent[]): string[] =>
  [...new Set(events.flatMap(({ requestId }) => requestId ?? []))].slice(0, MAX_IDS)
