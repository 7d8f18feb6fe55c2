/** One alert to one recipient on one channel, until it is sent or nothing more can be done. */
import { isCancellation, log, proxyActivities, sleep } from '@temporalio/workflow'
import type {
  AlertResult,
  OperatorAlertActivities,
  OperatorAlertArgs,
} from '../contracts/console.ts'

const { sendOperatorAlert } = proxyActivities<OperatorAlertActivities>({
  // Longer than the sender's own limit, so that its answer is known.
  startToCloseTimeout: '90 seconds',
  // A try that was cut off is not repeated blindly: the activity itself decides from what is written down.
  retry: { initialInterval: '5 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
})

export async function operatorAlert(args: OperatorAlertArgs): Promise<void> {
  for (;;) {
    const result = await send(args)
    if (result.status === 'final') return
    await sleep(result.afterMs)
  }
}

async function send(args: OperatorAlertArgs): Promise<AlertResult> {
  try {
    return await sendOperatorAlert(args)
  } catch (error) {
    if (isCancellation(error)) throw error
    log.warn('alert broke', { error: String(error) })
    return { status: 'retry', afterMs: 60_000 }
  }
}
