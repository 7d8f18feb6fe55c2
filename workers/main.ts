/**
 * The worker process: refuses to run with too many rights, waits for what is not up yet, and ends in order: no new
 * work, what runs is finished, then the connections are closed.
 */
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { NativeConnection } from '@temporalio/worker'
import { assertBoundRole } from '#db/rls.ts'
import { parseEnv } from '#integrations/kit/env.ts'
import { createLogger, type Logger } from '#integrations/kit/logger.ts'
import { registerPoolGauges } from '#integrations/kit/watch/pool-gauges.ts'
import type { Registry } from '#integrations/kit/watch/registry.ts'
import { startWatching, type Watching } from '#integrations/kit/watch/watching.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import { createGateway } from '#workflows/gateway.ts'
import { createAlertChannels, createMailChannel } from './alert-channels.ts'
import { buildWorkflowBundle } from './bundle.ts'
import { createWorkers } from './create-workers.ts'
import { createWorkerDeps, type WorkerDeps } from './deps.ts'
import { workerEnvSchema, type WorkerEnv } from './env.ts'
import { createSweeper } from './sweeper.ts'
import { installTemporalRuntime, readTemporalTls } from './temporal-runtime.ts'
import { registerHubGauges } from './watch/hub-gauges.ts'
import { findTemporalMetrics } from './watch/temporal-metrics.ts'
import { createWorkerMetrics } from './watch/worker-metrics.ts'

const RETRY_MS = 1_000

async function main(): Promise<void> {
  const env = parseEnv(workerEnvSchema, process.env)
  const logger = createLogger('worker', env.LOG_LEVEL)
  const stopping = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => stopping.abort(new Error(`stopped by ${signal}`)))
  }
  try {
    await work(env, logger, stopping.signal)
  } catch (error) {
    if (!stopping.signal.aborted) throw error
  }
  logger.info('worker has ended')
}

async function work(env: WorkerEnv, logger: Logger, stop: AbortSignal): Promise<void> {
  const watching = await startWatching('portside-worker', env, logger)
  try {
    await workWatched(env, { watching, logger, stop })
  } finally {
    await watching.close()
  }
}

interface WatchedWork extends Waiting {
  watching: Watching
}

async function workWatched(env: WorkerEnv, { watching, ...waiting }: WatchedWork): Promise<void> {
  const { logger, stop } = waiting
  const { registry, tracing } = watching
  const temporalMetrics = registry && (await findTemporalMetrics())
  installTemporalRuntime(logger, temporalMetrics?.bindAddress)
  const tls = await readTemporalTls(env)
  const access = {
    address: env.TEMPORAL_ADDRESS,
    ...(tls === undefined ? {} : { tls }),
    ...(env.TEMPORAL_API_KEY === undefined ? {} : { apiKey: env.TEMPORAL_API_KEY }),
  }
  const namespace = env.TEMPORAL_NAMESPACE
  const gateway = createGateway({ ...access, namespace, logger })
  const deps = createWorkerDeps({
    databaseUrl: env.DATABASE_WORKER_URL,
    encryptionKeys: env.ENCRYPTION_KEYS,
    gateway,
    logger,
    alerts: createAlertChannels(env),
    mail: createMailChannel(env),
    ...(registry && { metrics: createWorkerMetrics(registry) }),
  })
  if (registry) registerFigures(registry, deps)
  try {
    await watching.serve(temporalMetrics?.read)
    await waitFor('PostgreSQL', () => assertBoundRole(deps.db), waiting)
    const bundle = await buildWorkflowBundle(path.join(env.PORTSIDE_DATA_DIR, 'bundles'))
    const connect = (): Promise<NativeConnection> => NativeConnection.connect(access)
    const connection = await waitFor(`Temporal at ${env.TEMPORAL_ADDRESS}`, connect, waiting)
    const workers = await createWorkers({ connection, namespace, bundle, deps, tracing })
    const sweeper = createSweeper(deps)
    sweeper.start()
    const end = (): void => {
      logger.info('worker is ending: it takes no new work')
      workers.shutdown()
    }
    stop.addEventListener('abort', end, { once: true })
    if (stop.aborted) end()
    logger.info({ temporal: env.TEMPORAL_ADDRESS, namespace }, 'worker is ready')
    await workers.run()
    await sweeper.close()
    await connection.close()
  } finally {
    await gateway.close()
    await deps.db.close()
  }
}

function registerFigures(registry: Registry, deps: WorkerDeps): void {
  registerHubGauges(registry, deps)
  registerPoolGauges(registry, { worker: deps.db.pool })
}

interface Waiting {
  logger: Logger
  stop: AbortSignal
}

/** Tries until it works; a fault of the configuration cannot heal and ends the process. */
async function waitFor<T>(what: string, attempt: () => Promise<T>, waiting: Waiting): Promise<T> {
  for (let tries = 0; ; tries++) {
    waiting.stop.throwIfAborted()
    try {
      return await attempt()
    } catch (error) {
      if (error instanceof AppError && error.code === 'config') throw error
      if (tries === 0) waiting.logger.warn({ err: error }, `waiting for ${what}`)
      await sleep(RETRY_MS, undefined, { signal: waiting.stop })
    }
  }
}

main().catch((error: unknown) => {
  // The message only: a stack or a cause may hold a connection string.
  process.stderr.write(
    `portside worker: ${error instanceof Error ? error.message : String(error)}\n`,
  )
  process.exitCode = 1
})
