/** One command of staff, from the button to its result. A worker or database that is away only makes it wait. */
import { proxyActivities } from '@temporalio/workflow'
import type {
  StaffCommandActivities,
  StaffCommandArgs,
  StaffCommandResult,
} from '../contracts/console.ts'

const { performStaffCommand } = proxyActivities<StaffCommandActivities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
})

export async function staffCommand(args: StaffCommandArgs): Promise<StaffCommandResult> {
  return performStaffCommand(args)
}
