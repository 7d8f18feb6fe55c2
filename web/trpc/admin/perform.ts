/** One command of staff, carried by its workflow under the id of the press; who asked is the session's, never the form's. */
import type { StaffCommand, StaffCommandResult } from '#workflows/contracts/console.ts'
import type { StaffMember } from '../../auth/staff/session.ts'
import type { StaffServices } from './context.ts'

interface Asked {
  services: StaffServices
  staff: StaffMember
}

/** @throws AppError `unavailable` when Temporal does not take it: nothing was done, and trying again is safe */
export const perform = (
  { services, staff }: Asked,
  commandId: string,
  command: StaffCommand,
): Promise<StaffCommandResult> =>
  services.commands.runStaffCommand({
    commandId,
    staff: { id: staff.id, name: staff.name },
    command,
  })
