/** A stack on PostgreSQL and Temporal servers of its own, for benches and pictures, which no test run provides for. */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { removePostgresHome } from '#workers/dev/services/postgres-home.ts'
import { startPostgres } from '#workers/dev/services/postgres.ts'
import { startTemporal } from '#workers/dev/services/temporal.ts'
import { dsnsOf, prepareDatabase } from '#workers/dev/supervisor/database.ts'
import { loadSecrets } from '#workers/dev/supervisor/secrets.ts'
import { startStack, type DatabaseUrls, type Stack } from './stack.ts'

export interface StandaloneStack extends Stack {
  /** DSN of the superuser, to the maintenance database. */
  clusterUrl: string
  temporalAddress: string
}

export async function startStandaloneStack(log: (line: string) => void): Promise<StandaloneStack> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'portside-standalone-'))
  const undo: (() => Promise<void>)[] = [() => fs.rm(folder, { recursive: true, force: true })]
  const close = async (): Promise<void> => {
    for (let step = undo.pop(); step; step = undo.pop()) await step()
  }
  try {
    const postgresDir = path.join(folder, 'postgres')
    // Lasting: commits reach the disk, as they would in production.
    const postgres = await startPostgres({ dataDir: postgresDir, lasting: true })
    undo.push(
      () => removePostgresHome(postgresDir),
      () => postgres.stop(),
    )
    const temporal = await startTemporal({ dataDir: path.join(folder, 'temporal'), log })
    undo.push(() => temporal.stop())
    const stack = await startStack({
      database: await createDatabase(postgres.superuserUrl, folder),
      temporal: { address: temporal.address, namespace: 'default' },
    })
    undo.push(stack.close)
    return {
      ...stack,
      clusterUrl: postgres.superuserUrl,
      temporalAddress: temporal.address,
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
  const superuserUrl = new URL(clusterUrl)
  superuserUrl.pathname = new URL(dsn.owner).pathname
  return {
    superuserUrl: superuserUrl.href,
    ownerUrl: dsn.owner,
    appUrl: dsn.app,
    workerUrl: dsn.worker,
    staffUrl: dsn.staff,
  }
}
