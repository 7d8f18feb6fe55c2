/**
 * One PostgreSQL cluster and one Temporal server for a whole run, whichever projects take part in it:
 * the first project that needs them starts them, the last one to leave stops them.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import { randomBytes } from 'node:crypto'
import type { TestProject } from 'vitest/node'
import { migrate } from '#db/migrate.ts'
import { ensureRoles } from '#db/roles.ts'
import { startPostgres } from '../services/postgres.ts'
import { removePostgresHome } from '../services/postgres-home.ts'
import { startTemporal } from '../services/temporal.ts'
import { makeRunFolder, sweepAbandonedRuns, writeRun } from './abandoned-runs.ts'
import type { ProvidedPostgres, ProvidedTemporal } from './provided-context.ts'
import { createTemplate } from './template.ts'

interface Services {
  postgres: ProvidedPostgres
  temporal: ProvidedTemporal
  folder: string
  stop(): Promise<void>
}

interface Shared {
  users: number
  services: Promise<Services>
}

// Vitest loads this file once per project, each time as a new module: only globalThis is the same.
const registry = globalThis as typeof globalThis & { [key: symbol]: Shared | undefined }
const KEY = Symbol.for('portside.test-services')

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (registry[KEY] ??= { users: 0, services: startServices() })
  shared.users++
  const services = await shared.services
  project.provide('postgres', services.postgres)
  project.provide('temporal', services.temporal)
  project.provide('runFolder', services.folder)
  return async () => {
    shared.users--
    if (shared.users > 0) return
    registry[KEY] = undefined
    await services.stop()
  }
}

async function startServices(): Promise<Services> {
  await sweepAbandonedRuns()
  const folder = await makeRunFolder()
  const postgresDir = path.join(folder, 'postgres')
  const starting = [
    startPostgres({ dataDir: postgresDir, lasting: false }),
    startTemporal({
      dataDir: path.join(folder, 'temporal'),
      log: (line) => process.stderr.write(`${line}\n`),
    }),
  ] as const
  const stop = async (): Promise<void> => {
    for (const service of await Promise.allSettled(starting)) {
      if (service.status === 'fulfilled') await service.value.stop()
    }
    await removePostgresHome(postgresDir)
    await fs.rm(folder, { recursive: true, force: true })
  }
  try {
    const [postgres, temporal] = await Promise.all(starting)
    await writeRun(folder, [postgres.pid, temporal.pid])
    const passwords = makePasswords()
    await ensureRoles(postgres.superuserUrl, passwords)
    const template = await createTemplate({
      superuserUrl: postgres.superuserUrl,
      ownerPassword: passwords.owner,
      migrate,
    })
    return {
      postgres: { superuserUrl: postgres.superuserUrl, passwords, template },
      temporal: { address: temporal.address, namespace: 'default' },
      folder,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function makePasswords(): ProvidedPostgres['passwords'] {
  const password = (): string => randomBytes(18).toString('base64url')
  return { owner: password(), app: password(), worker: password(), staff: password() }
}
