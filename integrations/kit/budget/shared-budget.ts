/**
 * The budget of one connection as one process sees it. Slots are leased from a row that all processes share, a few at
 * a time, and each is used at its own moment or not at all: together they never send more than the row gave out, and
 * what a dead process had leased simply passes. Live callers go before backfills, here and at the row.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { BudgetLane } from './lease-store.ts'
import { createLine, type Waiter } from './line.ts'
import { createSlots, type Clock, type SlotsOptions } from './slots.ts'

export interface RateBudget {
  /** Resolves when the caller may send; rejects with the signal's reason when it is aborted first. */
  take(signal?: AbortSignal): Promise<void>
  /** The source wants nothing for this long (ms); null: it does not say for how long. Holds for all processes. */
  holdBack(ms: number | null): Promise<void>
  /** The source answered, so what it once asked for is over. */
  answered(): void
}

export interface SharedBudget {
  /** What a client of this lane asks before each request. */
  of(lane: BudgetLane): RateBudget
}

export interface SharedBudgetOptions extends Omit<SlotsOptions, 'clock'> {
  /** Told how long (ms) a caller was held back. */
  onWait?: (ms: number) => void
  /** Told of each pause (ms) that a source asked for. */
  onPause?: (ms: number) => void
  clock?: Clock
}

/** Longest nap (ms) while nothing may be sent, so that news from other processes is heard. */
const NAP_MS = 1_000

const REAL: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
}

/**
 * @example const live = createSharedBudget({ store, perSecond: 22 }).of('live')
 */
export function createSharedBudget(options: SharedBudgetOptions): SharedBudget {
  const clock = options.clock ?? REAL
  const line = createLine()
  const slots = createSlots({ ...options, clock })
  let working = false

  const serve = async (): Promise<void> => {
    for (let lane = line.first(); lane !== null; lane = line.first()) {
      const wait = slots.waitMs()
      if (wait === 0) {
        const waiter = line.next()
        slots.use()
        if (waiter) letGo(waiter)
      } else if (wait !== null) await line.orCall(clock.sleep(Math.min(wait, NAP_MS)))
      else
        await slots.refill({ lane, count: line.length(lane) }, (ms) => line.orCall(clock.sleep(ms)))
    }
  }
  const letGo = ({ resolve, askedAt }: Waiter): void => {
    const waited = clock.now() - askedAt
    if (waited > 0) options.onWait?.(waited)
    resolve()
  }
  const work = (): void => {
    if (working) return
    working = true
    void serve().finally(() => {
      working = false
      // Somebody may have come between the last look and this.
      if (line.first() !== null) work()
    })
  }
  return {
    of: (lane) => ({
      async take(signal) {
        signal?.throwIfAborted()
        const turn = line.add(lane, clock.now(), signal)
        work()
        await turn
      },
      async holdBack(ms) {
        const wait = await slots.holdBack(ms)
        if (wait > 0) options.onPause?.(wait)
      },
      answered: () => slots.answered(),
    }),
  }
}
