/**
 * All open streams of this process: one LISTEN for everybody, a channel per tenant that is being watched, and the
 * sweep that backs both. Rights are asked for again whenever somebody's change, and every few seconds anyway.
 */
import { isDeepStrictEqual } from 'node:util'
import { createListener, type Listener } from '#db/listen.ts'
import type { Logger } from '#integrations/kit/logger.ts'
import type { TenantId } from '#workflows/contracts/ids.ts'
import { ACCESS_CHANNEL, LIVE_CHANNEL, LIVE_PING_MS } from '#workflows/contracts/live.ts'
import type { WebMetrics } from '../server/watch/web-metrics.ts'
import type { CursorCodec } from './cursor.ts'
import type { LiveReads, StreamAccess } from './reads.ts'
import type { LiveStream } from './stream.ts'
import { TenantChannel, type After, type Delivery } from './tenant-channel.ts'

export interface LiveHubOptions {
  /** A direct connection to PostgreSQL: LISTEN does not pass a transaction pooler. */
  listenUrl: string
  reads: LiveReads
  cursors: CursorCodec
  log: Logger
  /** Default: nobody asks for metrics. */
  metrics?: Pick<WebMetrics, 'changesSent'> | null
  /** Milliseconds between two sweeps; rights that ended close their streams within it. */
  sweepMs?: number
  pingMs?: number
}

/** Under the five seconds that are promised, the query included. */
const SWEEP_MS = 4_000

export class LiveHub {
  readonly #options: LiveHubOptions
  readonly #channels = new Map<TenantId, TenantChannel>()
  readonly #listener: Listener
  readonly #timers: NodeJS.Timeout[]
  readonly #open = new Set<LiveStream>()
  readonly #perSession = new Map<string, number>()
  #sweeping = false

  constructor(options: LiveHubOptions) {
    this.#options = options
    this.#listener = createListener({
      url: options.listenUrl,
      channels: [LIVE_CHANNEL, ACCESS_CHANNEL],
      onNotify: (channel, payload) => {
        if (channel === LIVE_CHANNEL) this.#channels.get(payload as TenantId)?.touch()
        else void this.#recheck([...this.#open].filter((stream) => isMeant(stream, payload)))
      },
      // What was said while the line was down is lost; the tables are not.
      onUp: () => void this.#sweep(),
      onDown: () => {
        options.log.warn('live notifications are interrupted; the sweep carries on')
      },
    })
    this.#timers = [
      setInterval(() => void this.#sweep(), options.sweepMs ?? SWEEP_MS),
      setInterval(() => {
        for (const channel of this.#channels.values()) channel.ping()
      }, options.pingMs ?? LIVE_PING_MS),
    ]
  }

  /** Streams that are open or being opened. */
  get size(): number {
    return this.#open.size
  }

  /** Streams that a session has open or is opening. */
  countOf(sessionHash: Buffer): number {
    return this.#perSession.get(sessionHash.toString('hex')) ?? 0
  }

  /** Resolves when the stream got its first frame. @throws the database's error, after which nothing is open */
  async open(stream: LiveStream, after: After): Promise<void> {
    const channel = this.#channels.get(stream.tenantId) ?? this.#addChannel(stream.tenantId)
    this.#open.add(stream)
    this.#countSession(stream, 1)
    try {
      // Rights that ended since the session was looked up are noticed by the next sweep.
      await channel.join(stream, after)
    } catch (error) {
      this.leave(stream)
      throw error
    }
    if (!this.#open.has(stream)) channel.leave(stream)
  }

  leave(stream: LiveStream): void {
    if (!this.#open.delete(stream)) return
    this.#countSession(stream, -1)
    const channel = this.#channels.get(stream.tenantId)
    channel?.leave(stream)
    if (channel?.isEmpty) this.#channels.delete(stream.tenantId)
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    for (const stream of this.#open) stream.end()
    await this.#listener.close()
  }

  #addChannel(tenantId: TenantId): TenantChannel {
    const { reads, cursors, log, metrics } = this.#options
    const onError = (error: unknown): void => {
      log.warn({ err: error, tenantId }, 'live events could not be read')
    }
    const onDelivered = (delivery: Delivery): void => {
      metrics?.changesSent(delivery)
      log.debug({ tenantId, ...delivery }, 'live events sent')
    }
    const channel = new TenantChannel({ tenantId, reads, cursors, onError, onDelivered })
    this.#channels.set(tenantId, channel)
    return channel
  }

  #countSession({ sessionHash }: LiveStream, change: 1 | -1): void {
    const key = sessionHash.toString('hex')
    const count = (this.#perSession.get(key) ?? 0) + change
    if (count > 0) this.#perSession.set(key, count)
    else this.#perSession.delete(key)
  }

  async #sweep(): Promise<void> {
    if (this.#sweeping) return
    this.#sweeping = true
    try {
      await this.#recheck([...this.#open])
      // One after the other: a sweep must never take every connection from the pages.
      for (const channel of this.#channels.values()) await channel.sync()
    } finally {
      this.#sweeping = false
    }
  }

  async #recheck(streams: readonly LiveStream[]): Promise<void> {
    if (streams.length === 0) return
    let access: StreamAccess[]
    try {
      access = await this.#options.reads.access(streams)
    } catch (error) {
      // Without a database no stream can carry anything either; the next sweep asks again.
      this.#options.log.warn({ err: error }, 'rights of streams could not be checked')
      return
    }
    const known = new Map(access.map((each) => [keyOf(each), each]))
    for (const stream of streams) this.#apply(stream, known.get(keyOf(stream)))
  }

  #apply(stream: LiveStream, access: StreamAccess | undefined): void {
    if (!access) {
      this.leave(stream)
      stream.end()
      return
    }
    if (isDeepStrictEqual(access.grants, stream.viewer().grants)) return
    stream.become({ personId: access.personId, grants: access.grants })
    this.#channels.get(stream.tenantId)?.reset(stream)
  }
}

const keyOf = ({ sessionHash, tenantId }: Pick<LiveStream, 'sessionHash' | 'tenantId'>): string =>
  `${sessionHash.toString('hex')}:${tenantId}`

/** Payloads: `person:{id}`, `session:{hex hash}`, `tenant:{id}`; anything else concerns everybody. */
function isMeant(stream: LiveStream, payload: string): boolean {
  const [kind = '', id = ''] = payload.split(':', 2)
  if (kind === 'person') return stream.viewer().personId === id
  if (kind === 'session') return stream.sessionHash.toString('hex') === id
  if (kind === 'tenant') return stream.tenantId === id
  return true
}
