/** What was asked of Temporal for some lanes, counted in the histories it keeps: nothing of ours has to count along. */
import type { Client } from '@temporalio/client'

export interface TemporalWork {
  /** Signals, those that started a run included. */
  pokes: number
  /** Drain steps, those that found nothing left included. */
  drains: number
}

/** Runs of these workflows that have ended. */
export async function countWork(
  client: Client,
  workflowIds: readonly string[],
): Promise<TemporalWork> {
  const total = { pokes: 0, drains: 0 }
  for (const id of workflowIds) {
    for await (const { runId } of client.workflow.list({ query: `WorkflowId = "${id}"` })) {
      const { events = [] } = await client.workflow.getHandle(id, runId).fetchHistory()
      for (const event of events ?? []) {
        if (event.workflowExecutionSignaledEventAttributes) total.pokes++
        if (event.markerRecordedEventAttributes?.markerName === 'core_local_activity') {
          total.drains++
        }
      }
    }
  }
  return total
}
