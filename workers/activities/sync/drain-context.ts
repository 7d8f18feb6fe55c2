/** What the parts of a drain step share about the claim they work on. */
import type { Claim, ClaimedEvent, Settlement } from '#db/system/inbox/claims.ts'
import type { SyncConnection } from '#db/system/sync-connection.ts'
import type { ConnectionId, InboxId, TenantId } from '#workflows/contracts/ids.ts'
import type { RecordChange, RecordKind } from '#workflows/contracts/records.ts'
import type { SyncDeps } from './deps.ts'

export interface ClaimContext {
  deps: SyncDeps
  connection: SyncConnection
  claim: Claim['id']
}

export interface DrainContext extends ClaimContext {
  lane: { connectionId: ConnectionId; tenantId: TenantId }
}

/** A change that is known, and the event it came from. */
export interface Item {
  event: ClaimedEvent
  change: RecordChange
  /** Where the change is from: what the source says now, rather than what an event brought along. */
  isFetched: boolean
  /** Fetched because of a tie of versions. */
  isTie?: boolean
  /** Events beside the claim that asked for it before it was read. */
  answers?: readonly InboxId[]
}

/** An event that names a record but does not say what it is now. */
export interface Question {
  event: ClaimedEvent
  kind: RecordKind
  externalId: string
  /** What the event knows the record to be at least; 0 when it does not say. */
  atLeast: number
}

export interface Resolved {
  items: Item[]
  /** Outcomes of events that led to no change. */
  settled: Settlement[]
}
