/**
 * How often one process may call one upstream. Slots are reserved synchronously, so any number of callers
 * can ask at once and none overtakes; a Retry-After of the source moves everybody.
 */
import { setTimeout as sleep } from 'node:timers/promises'

export interface RateBudget {
  /** Resolves when the caller may send; rejects with the signal's reason when it is aborted first. */
  take(signal?: AbortSignal): Promise<void>
  /** Nobody sends for this long (ms). */
  pause(ms: number): void
}

export interface RateBudgetOptions {
  /** Requests per second in the long run; keep it at or under 90 % of the provider's limit. */
  perSecond: number
  /** How many may go at once after a quiet time. */
  burst: number
  /** Told how long (ms) a caller was held back. */
  onWait?: (ms: number) => void
  /** Told of each pause (ms) that a source asked for. */
  onPause?: (ms: number) => void
  /** Milliseconds, monotonic; for tests. */
  now?: () => number
}

/**
 * @example const budget = createRateBudget({ perSecond: 9, burst: 5 })
 */
export function createRateBudget(options: RateBudgetOptions): RateBudget {
  const now = options.now ?? (() => performance.now())
  const spacing = 1000 / options.perSecond
  const slack = spacing * (options.burst - 1)
  let nextFree = now()
  let pausedUntil = 0
  return {
    async take(signal) {
      signal?.throwIfAborted()
      const slot = Math.max(nextFree, now() - slack, pausedUntil)
      nextFree = slot + spacing
      const askedAt = now()
      if (slot <= askedAt) return
      // Looked at again after each sleep: a pause must also hold those who already had a slot.
      for (let wait = slot - askedAt; wait > 0; wait = pausedUntil - now()) {
        await sleepOrAbort(wait, signal)
      }
      options.onWait?.(now() - askedAt)
    },
    pause(ms) {
      pausedUntil = Math.max(pausedUntil, now() + ms)
      options.onPause?.(ms)
    },
  }
}

async function sleepOrAbort(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, signal ? { signal } : {})
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}
