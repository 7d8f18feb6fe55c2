/**
 * Folds pokes: the first one of a lane goes at once, those within the window after it become one more. Where Temporal
 * takes its time the windows grow, so that fewer drains do more each. Memory is bounded by lanes, never by events; what
 * does not fit is left to the sweeper.
 */
import type { DrainLane } from './contracts/sync.ts'

export interface GatewayLogger {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
}

export interface PokesOptions {
  /** Milliseconds in which pokes for one lane fold into one, at least. */
  windowMs: number
  send: (lane: DrainLane) => Promise<void>
  logger: GatewayLogger
}

export interface Pokes {
  poke(lane: DrainLane): void
  close(): void
}

const MAX_LANES = 10_000
/** A window is so many times as long as Temporal took for the last poke, up to this many milliseconds. */
const TIMES = 10
const MAX_WINDOW_MS = 1_000
const MAX_IN_FLIGHT = 32

interface Window {
  lane: DrainLane
  again: boolean
  timer: NodeJS.Timeout
}

export function createPokes(options: PokesOptions): Pokes {
  const windows = new Map<string, Window>()
  const sender = createSender(options)

  const poke = (lane: DrainLane): void => {
    const key = keyOf(lane)
    const open = windows.get(key)
    if (open) open.again = true
    if (open || windows.size >= MAX_LANES || sender.isClosed()) return
    const ms = Math.max(options.windowMs, Math.min(sender.lastMs() * TIMES, MAX_WINDOW_MS))
    const timer = setTimeout(() => closeWindow(key), ms)
    windows.set(key, { lane, again: false, timer })
    sender.send(lane)
  }

  const closeWindow = (key: string): void => {
    const window = windows.get(key)
    windows.delete(key)
    if (window?.again) poke(window.lane)
  }

  return {
    poke,
    close() {
      sender.close()
      for (const window of windows.values()) clearTimeout(window.timer)
      windows.clear()
    },
  }
}

const keyOf = (lane: DrainLane): string => `${lane.connectionId}:${lane.tenantId ?? 'unresolved'}`

interface Sender {
  send(lane: DrainLane): void
  /** Milliseconds that Temporal took for the last poke. */
  lastMs(): number
  isClosed(): boolean
  close(): void
}

/** A few calls at a time; lanes that wait are held once each. */
function createSender({ send, logger }: PokesOptions): Sender {
  const waiting = new Map<string, DrainLane>()
  let inFlight = 0
  let isDown = false
  let isClosed = false
  let lastMs = 0

  const call = async (lane: DrainLane): Promise<void> => {
    inFlight++
    const startedAt = performance.now()
    try {
      await send(lane)
      lastMs = performance.now() - startedAt
      if (isDown) logger.info({}, 'Temporal takes pokes again')
      isDown = false
    } catch (error) {
      // Said once, not once per lane: while Temporal is down every poke fails.
      if (!isDown && !isClosed) {
        logger.warn({ err: error }, 'Temporal takes no pokes; the sweeper will')
      }
      isDown = true
    } finally {
      inFlight--
      callWaiting()
    }
  }

  const callWaiting = (): void => {
    for (const [key, lane] of waiting) {
      if (inFlight >= MAX_IN_FLIGHT) return
      waiting.delete(key)
      void call(lane)
    }
  }

  return {
    send(lane) {
      if (inFlight < MAX_IN_FLIGHT) void call(lane)
      else if (waiting.size < MAX_LANES) waiting.set(keyOf(lane), lane)
    },
    lastMs: () => lastMs,
    isClosed: () => isClosed,
    close() {
      isClosed = true
      waiting.clear()
    },
  }
}
