/** A run as the console shows it: with where its workflow is. */
import type { RunFacts } from '#db/admin/runs.ts'
import { workflowLink, type TemporalUi } from '../temporal-ui.ts'

export type RunView = RunFacts & { workflowUrl: string | null }

export const toRunView = (ui: TemporalUi | null, run: RunFacts): RunView => ({
  ...run,
  workflowUrl: workflowLink(ui, `backfill:${run.connectionId}:${run.id}`),
})
