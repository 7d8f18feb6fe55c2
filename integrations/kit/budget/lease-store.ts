/** Where the processes of a hub agree on the requests of one connection. */

/** `live`: what somebody waits for. `backfill`: pages of backfills and polls, which leave a reserve. */
export type BudgetLane = 'live' | 'backfill'

export interface Wish {
  lane: BudgetLane
  /** Slots at most; at least 1. */
  count: number
}

export interface Lease {
  /** Milliseconds from now, in order; nothing else may be sent in their place. */
  slots: readonly number[]
  /** Milliseconds for which the source wants nothing from anybody; 0: it does not say so. */
  heldMs: number
  /** When there are no slots: milliseconds until asking again makes sense. */
  askAgainMs: number
}

export interface LeaseStore {
  /** Rejects when the row cannot be reached. */
  lease(wish: Wish): Promise<Lease>
  /** Nobody gets a slot before this long (ms) has passed. */
  holdBack(ms: number): Promise<void>
}
