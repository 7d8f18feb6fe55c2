/** Who waits for a slot: first come, first served within a lane, and the live lane before the other. */
import type { BudgetLane } from './lease-store.ts'

export interface Waiter {
  askedAt: number
  resolve: () => void
}

export interface Line {
  /** Resolves when it is this caller's turn; who is aborted leaves the line and gets the signal's reason. */
  add(lane: BudgetLane, askedAt: number, signal: AbortSignal | undefined): Promise<void>
  length(lane: BudgetLane): number
  /** The lane that is next; null: nobody waits. */
  first(): BudgetLane | null
  next(): Waiter | undefined
  /** Waits for this, or until somebody joins the live lane, who need not wait for what another waits for. */
  orCall(until: Promise<unknown>): Promise<unknown>
}

const LANES = ['live', 'backfill'] as const

export function createLine(): Line {
  const waiting = { live: new Set<Waiter>(), backfill: new Set<Waiter>() }
  let call = Promise.withResolvers<undefined>()

  const first = (): BudgetLane | null => LANES.find((lane) => waiting[lane].size > 0) ?? null
  return {
    async add(lane, askedAt, signal) {
      const { promise, resolve } = Promise.withResolvers<undefined>()
      const waiter: Waiter = {
        askedAt,
        resolve() {
          resolve(undefined)
        },
      }
      waiting[lane].add(waiter)
      if (lane === 'live' && waiting.live.size === 1) call.resolve(undefined)
      const leave = (): void => {
        waiting[lane].delete(waiter)
        waiter.resolve()
      }
      signal?.addEventListener('abort', leave, { once: true })
      await promise
      signal?.removeEventListener('abort', leave)
      signal?.throwIfAborted()
    },
    length: (lane) => waiting[lane].size,
    first,
    next() {
      const lane = first()
      const [waiter] = lane === null ? [] : waiting[lane]
      if (lane !== null && waiter) waiting[lane].delete(waiter)
      return waiter
    },
    async orCall(until) {
      call = Promise.withResolvers()
      await Promise.race([until, call.promise])
    },
  }
}
