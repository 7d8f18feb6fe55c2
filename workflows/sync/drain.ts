/**
 * The live path of one lane: drains its inbox until nothing is due, then ends. Holds no event, only whether there may
 * be more, so a lost run costs nothing: the next poke or the sweeper starts another one.
 */
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  log,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import type { DrainActivities, DrainLane } from '../contracts/sync.ts'
import { eventsArrived } from '../messages.ts'

const { drainStep } = proxyLocalActivities<DrainActivities>({
  // A step ends itself after 2 s; what takes longer hangs, and its claim is taken over.
  startToCloseTimeout: '9 seconds',
  retry: { maximumAttempts: 1 },
})

/**
 * Events of a history before the run goes on as a new one. A worker that has lost it reads all of it again within one
 * workflow task, beside whatever else it has to do: far fewer than Temporal itself would suggest.
 */
const MAX_HISTORY = 300

export async function drain(lane: DrainLane): Promise<void> {
  // Dirty from the start: a signal before continue-as-new or before the first task must not be forgotten.
  let dirty = true
  setHandler(eventsArrived, () => {
    dirty = true
  })
  while (dirty) {
    dirty = false
    if (await step(lane)) dirty = true
    if (dirty && isLong()) {
      await condition(allHandlersFinished)
      await continueAsNew<typeof drain>(lane)
    }
  }
}

const isLong = (): boolean =>
  workflowInfo().historyLength >= MAX_HISTORY || workflowInfo().continueAsNewSuggested

/** True while there may be more. A step that breaks ends the drain: its rows stay, and the sweeper pokes again. */
async function step(lane: DrainLane): Promise<boolean> {
  try {
    return (await drainStep(lane)).more
  } catch (error) {
    if (isCancellation(error)) throw error
    log.warn('drain step broke, leaving the lane to the sweeper', { error: String(error) })
    return false
  }
}
