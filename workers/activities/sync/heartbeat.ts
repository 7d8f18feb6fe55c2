/** Heartbeats while a long activity works, so that a dead worker is noticed within seconds and not minutes. */
import { Context } from '@temporalio/activity'

const EVERY_MS = 4_000

export interface Pulse {
  /** Aborts when the activity is cancelled or timed out. */
  signal: AbortSignal
  /** How often Temporal has tried this activity, this time included. */
  attempt: number
}

export async function withHeartbeat<T>(work: (pulse: Pulse) => Promise<T>): Promise<T> {
  const context = Context.current()
  const timer = setInterval(() => context.heartbeat(), EVERY_MS)
  try {
    return await work({ signal: context.cancellationSignal, attempt: context.info.attempt })
  } finally {
    clearInterval(timer)
  }
}
