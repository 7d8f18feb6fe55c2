/** One alert to one recipient on one channel, until it is sent or nothing more can be done. */
import { proxyActivities } from '@temporalio/workflow'
import type { OperatorAlertActivities, OperatorAlertArgs } from '../contracts/console.ts'
import { untilFinal } from '../notify/until-final.ts'

const { sendOperatorAlert } = proxyActivities<OperatorAlertActivities>({
  // Longer than the sender's own limit, so that its answer is known.
  startToCloseTimeout: '90 seconds',
  // A try that was cut off is not repeated blindly: the activity itself decides from what is written down.
  retry: { initialInterval: '5 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
})

export const operatorAlert = (args: OperatorAlertArgs): Promise<void> =>
  untilFinal(() => sendOperatorAlert(args))
