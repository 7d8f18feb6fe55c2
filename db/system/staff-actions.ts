/** What staff had the hub do. The id is the command's: asked for twice, the first result is the answer. */
import { sql } from 'kysely'
import type { StaffActor, StaffCommand, StaffCommandResult } from '#workflows/contracts/console.ts'
import type { StaffId } from '#workflows/contracts/ids.ts'
import { COMMAND_NEEDS, staffCan } from '#workflows/contracts/staff/permissions.ts'
import type { TenantTx } from '../tenant.ts'
import type { SystemTx } from './system.ts'

export interface StaffAction {
  commandId: string
  /** Without an id: somebody on the operator's own machine. */
  staff: Pick<StaffActor, 'name'> & { id: StaffId | null }
  command: StaffCommand
  result: StaffCommandResult
}

export async function findStaffAction(
  trx: SystemTx | TenantTx,
  commandId: string,
): Promise<StaffCommandResult | undefined> {
  const { rows } = await sql<{ result: StaffCommandResult }>`
    select result from staff_actions where id = ${commandId}`.execute(trx)
  return rows[0]?.result
}

/** In the transaction that does what was asked for. */
export async function recordStaffAction(
  trx: SystemTx | TenantTx,
  { commandId, staff, command, result }: StaffAction,
): Promise<void> {
  await trx
    .insertInto('staff_actions')
    .values({
      id: commandId,
      // An account there is not is refused, and told of by the name it gave.
      staff_id: sql<StaffId | null>`(select id from staff where id = ${staff.id})`,
      staff_name: staff.name,
      // What is sealed was for the command only.
      command: JSON.stringify(command, (key, value: unknown) =>
        key === 'sealed' ? undefined : value,
      ),
      result: JSON.stringify(result),
    })
    .execute()
}

/** Whether this account may give this command now: an old page or a queued command knows nothing of a lost role. */
export async function mayCommand(
  trx: SystemTx | TenantTx,
  id: StaffId,
  type: StaffCommand['type'],
): Promise<boolean> {
  const row = await trx
    .selectFrom('staff')
    .select('role')
    .where('id', '=', id)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined && staffCan(row.role, COMMAND_NEEDS[type])
}
