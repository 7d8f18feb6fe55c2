/**
 * The slots that a process has leased, as moments of its own clock: each is used then, a little later, or not at all.
 * While the row cannot be reached it makes slots of its own, few enough to do no harm beside those who can.
 */
import type { LeaseStore, Wish } from './lease-store.ts'
import { createHold } from './hold.ts'

export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number
  /** Ends early, in any way, when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<unknown>
}

export interface SlotsOptions {
  store: LeaseStore
  /** Requests in any second, whoever sends them: at or under 90 % of the provider's limit. */
  perSecond: number
  /** Told once when the row cannot be reached, and once when it can again. */
  onAway?: (away: boolean, error?: unknown) => void
  clock: Clock
}

export interface Slots {
  /** 0: a slot may be used now; null: there is none. */
  waitMs(): number | null
  use(): void
  /** Asks for more; naps where the row has none. */
  refill(wish: Wish, nap: (ms: number) => Promise<unknown>): Promise<void>
  /**
   * At once for this process; the others learn of it when they ask for slots next.
   *
   * @param told null: the source does not say for how long
   * @returns how long (ms) that is; 0: it is being waited out already
   */
  holdBack(told: number | null): Promise<number>
  answered(): void
}

/** How late (ms) a slot may be used; later it counts as passed. The row's pace leaves room for it. */
export const LATE_MS = 50
/**
 * Part of the budget that a process takes alone while the row cannot be reached. Small, since others may reach it: one
 * beside them all stays within the provider's own limit.
 */
const ALONE_SHARE = 0.1
/** Milliseconds between two tries to reach the row, and how long one may take. */
const AWAY_MS = 1_000
const ASK_MS = 1_000
/** Part of a second that one lease may reach ahead. */
const AHEAD_SECONDS = 0.25

export function createSlots({ store, perSecond, clock, onAway }: SlotsOptions): Slots {
  const most = Math.max(1, Math.floor(perSecond * AHEAD_SECONDS))
  const hold = createHold(clock)
  const row = createReach({ clock, perSecond, ...(onAway && { onAway }) })
  let slots: number[] = []
  let ahead = 1

  const dropPassed = (): void => {
    const now = clock.now()
    const left = slots.filter((slot) => slot + LATE_MS >= now)
    // What nobody used was taken from others: next time less is asked for.
    if (left.length < slots.length) ahead = 1
    slots = left
  }
  return {
    waitMs() {
      const held = hold.leftMs()
      if (held > 0) return held
      dropPassed()
      const [next] = slots
      return next === undefined ? null : Math.max(0, next - clock.now())
    },
    use() {
      slots.shift()
      if (slots.length === 0) ahead = Math.min(ahead * 2, most)
    },
    async refill(wish, nap) {
      const alone = row.aloneAt()
      if (alone !== null) {
        slots.push(alone)
        return
      }
      const count = Math.min(Math.max(wish.count, ahead), most)
      const lease = await row.ask(store.lease({ ...wish, count }))
      if (!lease) return
      const now = clock.now()
      slots.push(...lease.slots.map((inMs) => now + inMs))
      if (lease.heldMs > 0) hold.begin(lease.heldMs)
      else if (lease.slots.length === 0) await nap(lease.askAgainMs)
    },
    async holdBack(told) {
      const ms = told ?? hold.untoldMs()
      if (ms === 0) return 0
      hold.begin(ms)
      slots = []
      await row.ask(store.holdBack(ms))
      return ms
    },
    answered: () => hold.end(),
  }
}

/** Whether the row can be reached. A database that hangs must not stop what it only counts. */
function createReach({ clock, perSecond, onAway }: Omit<SlotsOptions, 'store'>) {
  const spacing = 1_000 / (perSecond * ALONE_SHARE)
  let awayUntil = -Infinity
  let lastAlone = -Infinity
  let wasAway = false
  const note = (away: boolean, error?: unknown): void => {
    if (away) awayUntil = clock.now() + AWAY_MS
    if (away !== wasAway) onAway?.(away, error)
    wasAway = away
  }
  return {
    /** While the row is away: when this process may send next, all by itself. */
    aloneAt(): number | null {
      if (clock.now() >= awayUntil) return null
      lastAlone = Math.max(clock.now(), lastAlone + spacing)
      return lastAlone
    },
    /** Undefined when there is no answer in time; what comes too late is lost, and nobody's error. */
    async ask<T>(answer: Promise<T>): Promise<T | undefined> {
      const ended = new AbortController()
      const late = clock.sleep(ASK_MS, ended.signal).then((): never => {
        throw new Error('The row of the budget did not answer in time.')
      })
      for (const each of [answer, late]) each.catch(() => undefined)
      try {
        const given = await Promise.race([answer, late])
        note(false)
        return given
      } catch (error) {
        note(true, error)
        return undefined
      } finally {
        ended.abort()
      }
    },
  }
}
