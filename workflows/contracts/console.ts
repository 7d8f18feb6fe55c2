/**
 * What staff ask the hub to do from the console. Each command is carried by a workflow under its own id: asked for
 * twice it is done once, and it is written to the audit log in the transaction that does it.
 */
import type { ConnectionId, InboxId, RunId, StaffId, TenantId } from './ids.ts'
import type { RecordKind } from './records.ts'
import {
  STAFF_ACCOUNT_REFUSALS,
  type StaffAccountCommand,
  type StaffAccountDone,
} from './staff/accounts.ts'

/** Why a view through a member's eyes is over: ended by whoever looked, or by what it stood on. */
export const VIEW_ENDS = [
  'ended',
  'expired',
  'staff_changed',
  'staff_signed_out',
  'tenant_suspended',
  'member_removed',
] as const
export type ViewEnd = (typeof VIEW_ENDS)[number]

export interface StaffActor {
  id: StaffId
  name: string
}

interface KindChoice {
  /** Null or absent: every kind of the source. */
  kind?: RecordKind | null
}

/** Characters of a reason at most. */
export const MAX_REASON = 500

interface Reasoned {
  /** Why, in the words of whoever asks; absent in commands of an earlier release. */
  reason?: string
}

/** Which of a connection's quarantined events; what is null or absent does not narrow. */
export interface ReplayChoice {
  /** One event. */
  eventId: InboxId | null
  kind?: RecordKind | null
  tenantId?: TenantId | null
  /** Received at this instant (ISO 8601) or later. */
  receivedFrom?: string | null
  /** Received before this instant (ISO 8601). */
  receivedUntil?: string | null
}

export type StaffCommand =
  /** Whose an external customer is; what waited for it is applied. */
  | { type: 'link'; connectionId: ConnectionId; externalId: string; tenantId: TenantId }
  /** Reads everything of a connection again, kind by kind; a kind that is being read already goes on. */
  | { type: 'backfill'; connectionId: ConnectionId }
  /** As a backfill, but from the beginning: a run that is under way ends, and how far it came is forgotten. */
  | ({ type: 'resync'; connectionId: ConnectionId } & KindChoice & Reasoned)
  /** As a resync, and what is gone at the source is found; too much of it waits for `approve_deletions`. */
  | ({ type: 'rebuild'; connectionId: ConnectionId } & KindChoice & Reasoned)
  | { type: 'approve_deletions'; runId: RunId }
  /** Holds everything the source has against what is here and writes no record; of one tenant, or of all. */
  | ({ type: 'reconcile'; connectionId: ConnectionId; tenantId: TenantId | null } & KindChoice &
      Reasoned)
  /** What a reconciliation found is asked for again, record by record. */
  | { type: 'repair'; runId: RunId }
  | ({ type: 'cancel_run'; runId: RunId } & Reasoned)
  /** Stops what is running at its checkpoint; webhooks are still stored and wait. */
  | ({ type: 'pause'; connectionId: ConnectionId } & Reasoned)
  /** Goes on from the checkpoints, also where the source had refused us. */
  | ({ type: 'resume'; connectionId: ConnectionId } & Reasoned)
  /** Asks the source now for what changed, in place of at its next poll. */
  | ({ type: 'poll'; connectionId: ConnectionId } & Reasoned)
  /** Quarantined events are tried again. */
  | ({ type: 'replay'; connectionId: ConnectionId } & ReplayChoice & Reasoned)
  /** What their replay would change: the records they are about are reconciled, and none of them is written. */
  | ({ type: 'dry_run'; connectionId: ConnectionId } & ReplayChoice)
  | StaffAccountCommand

export interface StaffCommandArgs {
  /** UUID made where the button is: the same id is the same press of it. */
  commandId: string
  staff: StaffActor
  command: StaffCommand
}

/** `refused`: nothing was changed; the reason is one the console has words for. */
export type StaffCommandResult =
  | { type: 'linked'; released: number }
  | { type: 'backfill_started'; runs: { kind: RecordKind; runId: RunId }[] }
  | { type: 'reconcile_started'; runs: { kind: RecordKind; runId: RunId }[] }
  /** `records`: so many are asked for again. */
  | { type: 'repair_started'; records: number }
  | { type: 'run_cancelled' }
  /** `stopped`: runs that wait at their checkpoints now. */
  | { type: 'connection_paused'; stopped: number }
  | { type: 'connection_resumed'; runs: { kind: RecordKind; runId: RunId }[] }
  | { type: 'deletions_approved' }
  | { type: 'poll_asked' }
  | { type: 'replayed'; events: number }
  | StaffAccountDone
  | { type: 'refused'; reason: StaffRefusal }

export const STAFF_REFUSALS = [
  /** The account is disabled, or its role does not include this. */
  'not_allowed',
  'unknown_connection',
  'connection_not_active',
  'unknown_kind',
  'unknown_tenant',
  'tenant_not_linked',
  'linked_elsewhere',
  'unknown_run',
  'run_has_ended',
  'run_does_not_wait',
  'run_not_complete',
  'nothing_to_repair',
  'nothing_to_compare',
  'reconcile_under_way',
  'nothing_quarantined',
  ...STAFF_ACCOUNT_REFUSALS,
] as const
export type StaffRefusal = (typeof STAFF_REFUSALS)[number]

/** Short: one transaction each. */
export interface StaffCommandActivities {
  performStaffCommand(args: StaffCommandArgs): Promise<StaffCommandResult>
}

export interface OperatorAlertArgs {
  alertId: string
}

/** `retry`: certainly not sent, and it may pass later. Everything else is final and written down. */
export type AlertResult = { status: 'final' } | { status: 'retry'; afterMs: number }

export interface OperatorAlertActivities {
  sendOperatorAlert(args: OperatorAlertArgs): Promise<AlertResult>
}
