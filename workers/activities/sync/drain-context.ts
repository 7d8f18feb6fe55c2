/** What the parts of a drain step share about the claim they work on. */
import type { Claim, ClaimedEvent, Settlement } from '#db/system/claims.ts'
import type { SyncConnection } from '#db/system/sync-connection.ts'
import type { OrderChange } from '#workflows/contracts/orders.ts'
import type { DrainLane } from '#workflows/contracts/sync.ts'
import type { SyncDeps } from './deps.ts'

export interface DrainContext {
  deps: SyncDeps
  lane: DrainLane
  connection: SyncConnection
  claim: Claim['id']
}

/** A change that is known, and the event it came from. */
export interface Item {
  event: ClaimedEvent
  change: OrderChange
}

/** An event that names a record but does not say what it is now. */
export interface Question {
  event: ClaimedEvent
  externalId: string
}

export interface Resolved {
  items: Item[]
  /** Outcomes of events that led to no change. */
  settled: Settlement[]
}
