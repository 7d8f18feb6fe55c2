/** A stack on PostgreSQL and Temporal servers of its own, for benches and pictures, which no test run provides for. */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { removePostgresHome } from '#workers/dev/services/postgres-home.ts'
import { startPostgres } from '#workers/dev/services/postgres.ts'
import { startTemporal } from '#workers/dev/services/temporal.ts'
import { dsnsOf, prepareDatabase } from '#workers/dev/supervisor/database.ts'
import { superuserInside } from '#workers/dev/supervisor/state/runtime-file.ts'
import { loadSecrets } from '#workers/dev/supervisor/state/secrets.ts'
import { startStack, type DatabaseUrls, type Stack } from './stack.ts'

export interface StandaloneStack extends Stack {
  /** DSN of the superuser, to the maintenance database. */
  clusterUrl: string
  temporalAddress: string
  /** The two services below it, which can be killed outright and started again on the same port. */
  services: Record<'postgres' | 'temporal', Service>
}

export interface Service {
  kill(): Promise<void>
  /** In order, as it is asked to. */
  stop(): Promise<void>
  start(): Promise<void>
  /** SIGSTOP to its main process. */
  freeze(): void
  thaw(): void
}

export async function startStandaloneStack(
  log: (line: string) => void,
  { replicas = 1, logDir }: { replicas?: number; logDir?: string } = {},
): Promise<StandaloneStack> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'portside-standalone-'))
  const undo: (() => Promise<void>)[] = [() => fs.rm(folder, { recursive: true, force: true })]
  const close = async (): Promise<void> => {
    for (let step = undo.pop(); step; step = undo.pop()) await step()
  }
  try {
    const postgresDir = path.join(folder, 'postgres')
    undo.push(() => removePostgresHome(postgresDir))
    // Lasting: commits reach the disk, as they would in production.
    const postgres = await keep((port) =>
      startPostgres({ dataDir: postgresDir, lasting: true, ...(port ? { port } : {}) }),
    )
    undo.push(() => postgres.running().stop())
    const temporalDir = path.join(folder, 'temporal')
    const temporal = await keep((port) =>
      startTemporal({ dataDir: temporalDir, log, ...(port ? { port } : {}) }),
    )
    undo.push(() => temporal.running().stop())
    const clusterUrl = postgres.running().superuserUrl
    const temporalAddress = temporal.running().address
    const stack = await startStack({
      database: await createDatabase(clusterUrl, folder),
      temporal: { address: temporalAddress, namespace: 'default' },
      replicas,
      ...(logDir === undefined ? {} : { logDir }),
    })
    undo.push(stack.close)
    return {
      ...stack,
      clusterUrl,
      temporalAddress,
      services: { postgres, temporal },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** The database of the stack beside the cluster's own one, with roles and schema. */
async function createDatabase(clusterUrl: string, folder: string): Promise<DatabaseUrls> {
  const secrets = loadSecrets(folder)
  const dsn = dsnsOf(clusterUrl, secrets.passwords)
  await prepareDatabase(dsn, secrets)
  return {
    superuserUrl: superuserInside(dsn),
    ownerUrl: dsn.owner,
    appUrl: dsn.app,
    workerUrl: dsn.worker,
    staffUrl: dsn.staff,
  }
}

interface Running {
  pid: number
  port: number
  exited: Promise<string>
  stop(): Promise<void>
}

/** Starts a service and remembers its port, so that it can be killed and come back where it was. */
async function keep<T extends Running>(
  begin: (port?: number) => Promise<T>,
): Promise<Service & { running(): T }> {
  let running = await begin()
  return {
    running: () => running,
    async kill() {
      process.kill(running.pid, 'SIGKILL')
      await running.exited
    },
    stop: () => running.stop(),
    async start() {
      running = await begin(running.port)
    },
    freeze: () => void process.kill(running.pid, 'SIGSTOP'),
    thaw: () => void process.kill(running.pid, 'SIGCONT'),
  }
}
