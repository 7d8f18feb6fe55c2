/**
 * Asks one connection for what changed since the last time, in case a webhook was lost. Started by a schedule; a
 * failure is written down by the activity and the next tick tries again, so it never waits here.
 */
import { isCancellation, log, proxyActivities } from '@temporalio/workflow'
import type { BackfillActivities, PollArgs } from '../contracts/sync.ts'

const { pollPages } = proxyActivities<BackfillActivities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumAttempts: 3 },
})

export async function poll(args: PollArgs): Promise<void> {
  try {
    while ((await pollPages(args)).status === 'more') continue
  } catch (error) {
    if (isCancellation(error)) throw error
    log.warn('poll broke, leaving it to the next tick', { error: String(error) })
  }
}
