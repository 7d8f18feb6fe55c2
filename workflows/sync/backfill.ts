/**
 * Loads everything of one connection, page after page, on its own queue beside the live lane. All progress is in the
 * checkpoint; the workflow only knows that it is not done, and waits as long as the source asks for.
 */
import {
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  log,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow'
import type { BackfillActivities, BackfillArgs, PageResult } from '../contracts/sync.ts'
import { connectionResumed } from '../messages.ts'

const { backfillPage } = proxyActivities<BackfillActivities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '20 seconds',
  // Without a bound: expected failures are results, so what is thrown is a dying worker or a database that is down.
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
})

/** A parked connection is tried again this often even if nobody says that it works. */
const PARKED_FOR = '15 minutes'

export async function backfill(args: BackfillArgs): Promise<void> {
  let resumed = false
  setHandler(connectionResumed, () => {
    resumed = true
  })
  for (;;) {
    const result = await page(args)
    if (result.status === 'waiting') await sleep(result.retryAfterMs)
    else if (result.status === 'parked') {
      resumed = false
      await condition(() => resumed, PARKED_FOR)
    } else if (result.status !== 'more') return
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof backfill>(args)
  }
}

async function page(args: BackfillArgs): Promise<PageResult> {
  try {
    return await backfillPage(args)
  } catch (error) {
    if (isCancellation(error) && CancellationScope.current().consideredCancelled) throw error
    log.warn('backfill page broke', { error: String(error) })
    return { status: 'waiting', retryAfterMs: 60_000, reason: 'The page could not be handled.' }
  }
}
