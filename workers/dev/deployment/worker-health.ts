/**
 * The health check of a worker container: exit code 0 while Temporal sees this container's worker come for work.
 * The worker has no port to ask, and a process that is alive may still have lost its way to Temporal.
 */
import os from 'node:os'
import { Connection } from '@temporalio/client'
import { temporalConfig } from '#temporal.config'
import { parseEnv } from '#integrations/kit/env.ts'
import { readTemporalTls } from '../../temporal-runtime.ts'
import { workerEnvSchema } from '../../env.ts'

const TIMEOUT_MS = 4_000
/** Milliseconds; a worker asks again at least once a minute. */
const SILENT_MS = 150_000

async function isWorkerPolling(): Promise<boolean> {
  const env = parseEnv(workerEnvSchema, process.env)
  const tls = await readTemporalTls(env)
  const connection = await Connection.connect({
    address: env.TEMPORAL_ADDRESS,
    connectTimeout: TIMEOUT_MS,
    ...(tls === undefined ? {} : { tls }),
    ...(env.TEMPORAL_API_KEY === undefined ? {} : { apiKey: env.TEMPORAL_API_KEY }),
  })
  try {
    const { pollers } = await connection.withDeadline(Date.now() + TIMEOUT_MS, () =>
      connection.workflowService.describeTaskQueue({
        namespace: env.TEMPORAL_NAMESPACE,
        taskQueue: { name: temporalConfig.taskQueues.live },
      }),
    )
    // The SDK names a worker pid@host, and the check runs in the worker's own container.
    return pollers.some(({ identity, lastAccessTime }) => {
      const heard = Number(lastAccessTime?.seconds ?? 0) * 1_000
      return identity?.endsWith(`@${os.hostname()}`) === true && Date.now() - heard < SILENT_MS
    })
  } finally {
    await connection.close()
  }
}

try {
  if (!(await isWorkerPolling())) throw new Error('Temporal has not heard of this worker lately.')
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
