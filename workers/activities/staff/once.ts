/**
 * A command is carried out once per id, by who may do so when it runs, and what became of it is written down with it:
 * a refusal as well, so that a role that was lost in between shows.
 */
import { sql } from 'kysely'
import { findStaffAction, mayCommand, recordStaffAction } from '#db/system/staff-actions.ts'
import type { SystemTx } from '#db/system/system.ts'
import type { TenantTx } from '#db/tenant.ts'
import type {
  StaffCommandArgs,
  StaffCommandResult,
  StaffRefusal,
} from '#workflows/contracts/console.ts'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import type { BackfillArgs, DrainLane } from '#workflows/contracts/sync.ts'

/** An outcome, the runs whose workflows it asks for, what is to be polled, and the lanes that got work. */
export interface Done {
  result: StaffCommandResult
  runs?: BackfillArgs[]
  polls?: ConnectionId[]
  lanes?: DrainLane[]
}

export const refuse = (reason: StaffRefusal): StaffCommandResult => ({ type: 'refused', reason })

export async function once(
  trx: SystemTx | TenantTx,
  { commandId, staff, command }: StaffCommandArgs,
  work: () => Promise<StaffCommandResult>,
): Promise<StaffCommandResult> {
  // Two tries of one command must not both find nothing.
  await sql`select pg_advisory_xact_lock(hashtextextended(${commandId}, 0))`.execute(trx)
  const known = await findStaffAction(trx, commandId)
  if (known) return known
  const isAllowed = await mayCommand(trx, staff.id, command.type)
  const result = isAllowed ? await work() : refuse('not_allowed')
  await recordStaffAction(trx, { commandId, staff, command, result })
  return result
}
