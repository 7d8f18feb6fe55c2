/** The sync activities by task queue, with their dependencies and with errors Temporal can decide by. */
import type { BackfillActivities, DrainActivities } from '#workflows/contracts/sync.ts'
import { withFailures } from '../failure.ts'
import { createBackfillPage } from './pages/backfill-page.ts'
import type { SyncDeps } from './deps.ts'
import { createDrainStep } from './drain-step.ts'
import { withHeartbeat } from './heartbeat.ts'
import { createPollPages } from './pages/poll-pages.ts'

export const createDrainActivities = (deps: SyncDeps): DrainActivities => ({
  drainStep: withFailures(createDrainStep(deps)),
})

export function createBackfillActivities(deps: SyncDeps): BackfillActivities {
  const backfillPage = createBackfillPage(deps)
  const pollPages = createPollPages(deps)
  return {
    backfillPage: withFailures((args) => withHeartbeat((pulse) => backfillPage(args, pulse))),
    pollPages: withFailures((args) => withHeartbeat((pulse) => pollPages(args, pulse))),
  }
}
