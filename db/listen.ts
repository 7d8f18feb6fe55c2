/**
 * LISTEN on a connection of its own, for as long as the process lives. What is said while it is down is lost, as
 * with every NOTIFY: `onUp` is the moment to look at the tables again.
 */
import pg from 'pg'

export interface ListenerOptions {
  /** A direct connection: a transaction pooler would swallow LISTEN. */
  url: string
  channels: readonly string[]
  onNotify(channel: string, payload: string): void
  /** Every channel is listened to, at first and after each loss. */
  onUp?(): void
  /** The connection was lost; called once per loss. */
  onDown?(): void
}

export interface Listener {
  close(): Promise<void>
}

const FIRST_RETRY_MS = 100
const LAST_RETRY_MS = 5_000
/** A dead peer that never says so is noticed by an unanswered query. */
const PROBE_EVERY_MS = 15_000
const PROBE_TIMEOUT_MS = 5_000

/**
 * @example const listener = createListener({ url, channels: ['portside_live'], onNotify: (_, id) => wake(id) })
 */
export function createListener(options: ListenerOptions): Listener {
  let session: Session
  let timer: NodeJS.Timeout | undefined
  let closed = false
  let retryMs = FIRST_RETRY_MS

  const connect = (): Session =>
    openSession(options, {
      up: () => {
        retryMs = FIRST_RETRY_MS
        options.onUp?.()
      },
      lost: (wasUp) => {
        if (closed) return
        if (wasUp) options.onDown?.()
        // Half of it at random: web processes that lost the same server do not return in step.
        const wait = retryMs / 2 + Math.random() * (retryMs / 2)
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)
        timer = setTimeout(() => (session = connect()), wait)
      },
    })

  session = connect()
  return {
    close: async () => {
      closed = true
      clearTimeout(timer)
      await session.end()
    },
  }
}

interface Session {
  end(): Promise<void>
}

interface SessionEvents {
  up(): void
  /** Called once, unless the session was ended by us. */
  lost(wasUp: boolean): void
}

/** One connection from its opening to its loss. */
function openSession(options: ListenerOptions, events: SessionEvents): Session {
  const client = openClient(options.url)
  let state: 'opening' | 'up' | 'over' = 'opening'
  let timer: NodeJS.Timeout | undefined

  const end = async (): Promise<void> => {
    state = 'over'
    clearTimeout(timer)
    await client.end().catch(() => undefined)
  }
  const lose = (): void => {
    if (state === 'over') return
    const wasUp = state === 'up'
    void end()
    events.lost(wasUp)
  }
  const probe = (): void => {
    timer = setTimeout(() => void client.query('select 1').then(probe, lose), PROBE_EVERY_MS)
  }
  const listen = async (): Promise<void> => {
    await client.connect()
    for (const channel of options.channels) {
      await client.query(`listen ${client.escapeIdentifier(channel)}`)
    }
    if (state === 'over') return
    state = 'up'
    probe()
    events.up()
  }

  client.on('error', lose)
  client.on('end', lose)
  client.on('notification', ({ channel, payload }) => {
    options.onNotify(channel, payload ?? '')
  })
  void listen().catch(lose)
  return { end }
}

const openClient = (url: string): pg.Client =>
  new pg.Client({
    connectionString: url,
    application_name: 'portside-listen',
    connectionTimeoutMillis: 5_000,
    query_timeout: PROBE_TIMEOUT_MS,
    keepAlive: true,
  })
