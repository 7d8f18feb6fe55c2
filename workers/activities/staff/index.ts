/** The activities of the staff queue, with their dependencies and with errors Temporal can decide by. */
import type {
  OperatorAlertActivities,
  StaffCommandActivities,
} from '#workflows/contracts/console.ts'
import { withFailures } from '../failure.ts'
import type { StaffDeps } from './deps.ts'
import { createPerformStaffCommand } from './perform-staff-command.ts'
import { createSendOperatorAlert } from './send-operator-alert.ts'

export const createStaffActivities = (
  deps: StaffDeps,
): StaffCommandActivities & OperatorAlertActivities => ({
  performStaffCommand: withFailures(createPerformStaffCommand(deps)),
  sendOperatorAlert: withFailures(createSendOperatorAlert(deps)),
})
