/**
 * A hub of its own for one test file: a database, a connection, linked tenants, and workers on the run's Temporal
 * server under a prefix, so that files never see each other.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import os from 'node:os'
import path from 'node:path'
import { NativeConnection } from '@temporalio/worker'
import { inject } from 'vitest'
import { createDatabase, type Database } from '#db/client.ts'
import { createKeyring } from '#db/secrets.ts'
import type { Arrival } from '#db/system/inbox/arrival.ts'
import { saveConnection } from '#db/system/connections.ts'
import { storeArrivals } from '#db/system/inbox/intake.ts'
import { createLink } from '#db/system/links.ts'
import { withSystem } from '#db/system/system.ts'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { insertTenant } from '#db/testing/rows.ts'
import { createLogger, type Logger } from '#integrations/kit/logger.ts'
import { buildWorkflowBundle, type WorkflowBundle } from '#workers/bundle.ts'
import { bundleFolder } from '#workers/dev/testing/bundle-folder.ts'
import { createWorkers } from '#workers/create-workers.ts'
import { createWorkerDeps, type WorkerDeps } from '#workers/deps.ts'
import { installTemporalRuntime } from '#workers/temporal-runtime.ts'
import type { ConnectionId, TenantId } from '../contracts/ids.ts'
import type { Source } from '../contracts/sources.ts'
import { createGateway, type Gateway } from '../gateway.ts'

export interface HubOptions {
  /** External customers, each linked to a tenant of its own. */
  customers: readonly string[]
  /** Default: `orders`. */
  source?: Source
  /** Base URL of the source; by default one that nobody answers. */
  baseUrl?: string
  /** Of the order system; other sources have credentials of their own. */
  token?: string
  credentials?: Record<string, string>
  /** Address of Temporal; the run's server by default. */
  temporalAddress?: string
}

interface StartHow {
  /** Of their queues, in place of the hub's. */
  prefix?: string
  /** In place of today's workflows. */
  bundle?: WorkflowBundle
}

export interface Hub {
  prefix: string
  encryptionKeys: string
  connectionId: ConnectionId
  /** Tenants by external customer. */
  tenants: ReadonlyMap<string, TenantId>
  workerUrl: string
  ownerUrl: string
  /** As the worker, the web process and the owner see it. */
  db: Database
  app: Database
  owner: Database
  deps: WorkerDeps
  gateway: Gateway
  logger: Logger
  laneOf(customer: string): { connectionId: ConnectionId; tenantId: TenantId }
  tenantOf(customer: string): TenantId
  /** Stores arrivals as the intake does; pokes their lanes unless told not to. */
  receive(arrivals: readonly Arrival[], options?: { poke?: boolean }): Promise<void>
  /** Starts workers with these dependencies; the result stops them. */
  startWorkers(deps?: Partial<WorkerDeps>, how?: StartHow): Promise<() => Promise<void>>
  addTenant(slug: string): Promise<TenantId>
  close(): Promise<void>
}

export async function createHub(options: HubOptions): Promise<Hub> {
  const database = await createTestDatabase()
  const { namespace, ...temporal } = inject('temporal')
  const address = options.temporalAddress ?? temporal.address
  const prefix = `t${randomBytes(5).toString('hex')}-`
  const encryptionKeys = `k1:${randomBytes(32).toString('base64')}`
  const logger = createLogger('test', 'fatal')
  installTemporalRuntime(logger)
  const { workerUrl: databaseUrl } = database
  const gateway = createGateway({ address, namespace, prefix, logger })
  const deps = createWorkerDeps({ databaseUrl, encryptionKeys, gateway, logger })
  const parts = await createParts({ ...options, database, deps, encryptionKeys })
  const { app, owner, connectionId, tenants } = parts
  const { db } = deps
  const tenantOf = (customer: string): TenantId => required(tenants.get(customer), customer)
  const running = new Set<() => Promise<void>>()
  return {
    ...{ prefix, encryptionKeys, connectionId, tenants, db, app, owner, deps, gateway, logger },
    workerUrl: database.workerUrl,
    ownerUrl: database.ownerUrl,
    tenantOf,
    laneOf: (customer) => ({ connectionId, tenantId: tenantOf(customer) }),
    async receive(arrivals, { poke = true } = {}) {
      const lanes = await storeArrivals(app, arrivals)
      if (poke) for (const lane of lanes) gateway.pokeDrain(lane)
    },
    async startWorkers(changes = {}, how = {}) {
      const own = { ...deps, ...changes }
      const stop = await startWorkers({ address, namespace, prefix, deps: own, ...how })
      running.add(stop)
      return async () => {
        running.delete(stop)
        await stop()
      }
    },
    addTenant: (slug) => insertTenant(owner, { slug }),
    async close() {
      await Promise.all([...running].map((stop) => stop()))
      await gateway.close()
      for (const each of [db, app, owner]) await each.close()
      await database.drop()
    },
  }
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`no tenant for ${name}`)
  return value
}

interface CreateParts extends HubOptions {
  database: TestDatabase
  deps: WorkerDeps
  encryptionKeys: string
}

type Parts = Pick<Hub, 'app' | 'owner' | 'connectionId' | 'tenants'>

async function createParts({ database, deps, ...options }: CreateParts): Promise<Parts> {
  const app = createDatabase({ url: database.appUrl, name: 'test-app', max: 4 })
  const owner = createDatabase({ url: database.ownerUrl, name: 'test-owner', max: 2 })
  const connectionId = await withSystem(owner, (trx) =>
    saveConnection(trx, createKeyring(options.encryptionKeys), {
      source: options.source ?? 'orders',
      name: 'Order system',
      baseUrl: options.baseUrl ?? 'http://127.0.0.1:9',
      credentials: options.credentials ?? { token: options.token ?? 'none' },
      webhookSecrets: [],
    }),
  )
  const tenants = new Map<string, TenantId>()
  for (const customer of options.customers) {
    const tenantId = await insertTenant(owner, {
      slug: customer.toLowerCase().replaceAll('_', '-'),
    })
    const link = { connectionId, externalId: customer, tenantId }
    await withSystem(deps.db, (trx) => createLink(trx, link))
    tenants.set(customer, tenantId)
  }
  return { app, owner, connectionId, tenants }
}

interface StartWorkers extends StartHow {
  address: string
  namespace: string
  prefix: string
  deps: WorkerDeps
}

async function startWorkers(options: StartWorkers): Promise<() => Promise<void>> {
  const { address, namespace, prefix, deps } = options
  const connection = await NativeConnection.connect({ address })
  const bundle = options.bundle ?? (await buildWorkflowBundle(bundleFolder))
  const workers = await createWorkers({ connection, namespace, prefix, bundle, deps })
  const done = workers.run()
  return async () => {
    workers.shutdown()
    await done
    await connection.close()
  }
}

/** A folder that is removed again. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'portside-hub-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
