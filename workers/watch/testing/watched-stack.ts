/** Web and worker on one database and the run's Temporal server, as they run in production, with all they log kept. */
import { randomBytes } from 'node:crypto'
import { Writable } from 'node:stream'
import { NativeConnection } from '@temporalio/worker'
import { inject } from 'vitest'
import { createTestDatabase } from '#db/testing/database.ts'
import { createLogger } from '#integrations/kit/logger.ts'
import type { Registry } from '#integrations/kit/watch/registry.ts'
import type { Tracing } from '#integrations/kit/watch/tracing.ts'
import { startWeb, type RunningWeb } from '#web/testing/start-web.ts'
import { createWorld, type World } from '#web/testing/world.ts'
import { createGateway, type Gateway } from '#workflows/gateway.ts'
import { buildWorkflowBundle } from '../../bundle.ts'
import { bundleFolder } from '../../dev/testing/bundle-folder.ts'
import { createWorkers } from '../../create-workers.ts'
import { createWorkerDeps, type WorkerDeps, type WorkerDepsOptions } from '../../deps.ts'
import { installTemporalRuntime } from '../../temporal-runtime.ts'
import { createWorkerMetrics } from '../worker-metrics.ts'

export interface WatchedStack {
  /** Of its workflow ids. */
  prefix: string
  world: World
  web: RunningWeb
  gateway: Gateway
  deps: WorkerDeps
  /** Everything the worker has logged. */
  workerLog(): string
  close(): Promise<void>
}

export interface WatchedStackOptions {
  /** Of web and of worker. */
  registries?: { web: Registry; worker: Registry }
  tracing?: Tracing
  mail?: WorkerDepsOptions['mail']
}

export async function startWatchedStack(options: WatchedStackOptions = {}): Promise<WatchedStack> {
  const { registries, tracing, mail } = options
  const database = await createTestDatabase()
  const world = await createWorld(database)
  const { address, namespace } = inject('temporal')
  const prefix = `t${randomBytes(5).toString('hex')}-`
  const { lines, sink } = createSink()
  const logger = createLogger('worker', 'debug', sink)
  installTemporalRuntime(createLogger('test', 'fatal'))
  const { encryptionKeys } = world
  const gateway = createGateway({ address, namespace, prefix, logger })
  const web = await startWeb({
    databaseUrl: database.appUrl,
    encryptionKeys,
    onPoke: (lane) => gateway.pokeDrain(lane),
    watch: { registry: registries?.web ?? null },
  })
  const deps = createWorkerDeps({
    databaseUrl: database.workerUrl,
    ...{ encryptionKeys, gateway, logger },
    ...(mail && { mail }),
    ...(registries && { metrics: createWorkerMetrics(registries.worker) }),
  })
  const connection = await NativeConnection.connect({ address })
  const bundle = await buildWorkflowBundle(bundleFolder)
  const workers = await createWorkers({
    ...{ connection, namespace, prefix, bundle, deps },
    ...(tracing && { tracing }),
  })
  const done = workers.run()
  return {
    ...{ prefix, world, web, gateway, deps },
    workerLog: () => lines.join(''),
    async close() {
      workers.shutdown()
      await done
      await web.close()
      await Promise.all([connection.close(), gateway.close(), deps.db.close(), world.close()])
      await database.drop()
    },
  }
}

function createSink(): { lines: string[]; sink: Writable } {
  const lines: string[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString())
      done()
    },
  })
  return { lines, sink }
}
