/** A Temporal namespace for one stack: nothing of another stack's workflows is in it, whatever ids they use. */
import { randomUUID } from 'node:crypto'
import { Connection } from '@temporalio/client'
import { msToTs } from '@temporalio/common/lib/time.js'
import { until } from '#workers/dev/process/until.ts'

export async function createNamespace(
  address: string,
): Promise<{ address: string; namespace: string }> {
  const namespace = `stack-${randomUUID()}`
  const connection = await Connection.connect({ address })
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs('1 day'),
    })
    // The frontend reads its list of namespaces only now and then.
    await until(
      () => connection.workflowService.listWorkflowExecutions({ namespace, pageSize: 1 }),
      { timeoutMs: 30_000, everyMs: 100 },
    )
    return { address, namespace }
  } finally {
    await connection.close()
  }
}
