/**
 * A whole Portside for browser tests and benches: database, sandbox, worker and web as processes of their own,
 * on given PostgreSQL and Temporal servers. It has a Temporal namespace to itself and leaves nothing running.
 */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { findFreePort } from '#workers/dev/process/ports.ts'
import { environmentOf, type InstanceFacts } from '#workers/dev/supervisor/process-env.ts'
import type { Dsns } from '#workers/dev/supervisor/state/runtime-file.ts'
import { loadSecrets } from '#workers/dev/supervisor/state/secrets.ts'
import { bundleFolder } from '#workers/dev/testing/bundle-folder.ts'
import type { TenantId } from '#workflows/contracts/ids.ts'
import type { Source } from '#workflows/contracts/sources.ts'
import { startBalancer } from './balancer.ts'
import { beginAnew, beginFrom } from './beginning.ts'
import { createNamespace } from './namespace.ts'
import { createOrderSystem, type OrderSystem } from '../systems/order-system.ts'
import { createReadModel, type ReadModel } from '../systems/read-model.ts'
import type { PreparedStack } from './prepared-stack.ts'
import { replicasOf, type Replicas } from './replicas.ts'
import type { Member, Role, Seeded, Staff } from './seed.ts'
import { createStackProcess, type ProcessOptions, type StackProcess } from './stack-process.ts'
import { createBilling, createCrm, type Billing, type Crm } from '../systems/upstream-systems.ts'

export type { Member, Role } from './seed.ts'

export interface DatabaseUrls {
  superuserUrl: string
  ownerUrl: string
  appUrl: string
  workerUrl: string
  staffUrl: string
}

export interface StackServices {
  host?: string
  database: DatabaseUrls
  temporal: { address: string; namespace: string }
  /** Worker and web processes side by side, the web ones behind one address. Default 1. */
  replicas?: number
  /** The customers of `npm start` in place of those of the tests. */
  demo?: boolean
  /** What it starts from; `database` is a copy of its own. Default: nothing, so it reads its sources first. */
  prepared?: PreparedStack
  /** Where each process writes what it says; default: only its last lines are kept. */
  logDir?: string
}

export interface Stack {
  /** Where its processes keep what they keep. */
  dataDir: string
  seeded: Seeded
  webUrl: string
  sandboxUrl: string
  /** Where the order system sends its webhooks, and the secret it signs them with. */
  webhookUrl: string
  webhookSecret: string
  /** What its processes seal secrets with. */
  encryptionKeys: string
  database: DatabaseUrls
  temporal: { address: string; namespace: string }
  upstream: OrderSystem
  billing: Billing
  crm: Crm
  readModel: ReadModel
  processes: { sandbox: StackProcess; worker: Replicas; web: Replicas }
  /** Another web process on the same database; whoever starts it stops it. @param env in place of what the others have */
  createWeb: (port: number, env: Record<string, string>) => StackProcess
  connectionId: (source: Source) => string
  /** Status codes that webhooks got, with several web processes only. */
  webhookAnswers: ReadonlyMap<number, number>
  /** How long each of them took, in milliseconds. */
  webhookTimes: readonly number[]
  tenantId: (slug: string) => TenantId
  member: (slug: string, role: Role) => Member
  /** Belongs to Northgate and to Vellmar. */
  both: Member
  /** Signs in to the console. */
  staff: Staff
  close: () => Promise<void>
}

/** @throws Error with the last words of the process that did not start */
export async function startStack(services: StackServices): Promise<Stack> {
  const { replicas = 1, prepared, demo = false } = services
  const folder = await makeFolder(prepared)
  const namespace = await createNamespace(services.temporal.address)
  const [sandboxPort = 0, webPort = 0, smtpPort = 0, ...more] = await Promise.all(
    Array.from({ length: replicas > 1 ? 3 + replicas : 3 }, findFreePort),
  )
  const facts = factsOf(services, { folder, namespace, webPort, sandboxPort, smtpPort })
  const webPorts = replicas > 1 ? more : [webPort]
  const processes = createProcesses(facts, webPorts, services.logDir)
  const readModel = createReadModel(services.database.superuserUrl)
  const balancer = replicas > 1 ? await startBalancer(webPort, webPorts) : undefined
  const close = async (): Promise<void> => {
    await balancer?.close()
    // Nobody needs what they would still put in order.
    await Promise.all(Object.values(processes).map((process) => process.kill()))
    await readModel.close()
    await fs.rm(folder, { recursive: true, force: true })
  }
  try {
    const beginning = prepared ? beginFrom(prepared, facts) : beginAnew(facts, demo)
    const seeded = await beginning.seed(processes.sandbox.start())
    const webhookUrl = await registerWebhooks(facts, seeded)
    await Promise.all([processes.web.start(), processes.worker.start()])
    await beginning.settle(processes.worker)
    return {
      dataDir: folder,
      seeded,
      webUrl: facts.web.url,
      sandboxUrl: facts.sandboxUrl,
      webhookUrl,
      webhookSecret: facts.secrets.ordersWebhookSecret,
      encryptionKeys: facts.secrets.encryptionKeys,
      database: services.database,
      temporal: namespace,
      upstream: createOrderSystem(facts.sandboxUrl),
      billing: createBilling(facts.sandboxUrl),
      crm: createCrm(facts.sandboxUrl),
      readModel,
      processes,
      createWeb: (port, env) => createStackProcess(webOptions(facts, port, env)),
      webhookAnswers: balancer?.webhookAnswers ?? new Map(),
      webhookTimes: balancer?.webhookTimes ?? [],
      ...lookups(seeded),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function makeFolder(prepared: PreparedStack | undefined): Promise<string> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'portside-stack-'))
  await fs.mkdir(bundleFolder, { recursive: true })
  // The worker looks for its bundle there, and would make it anew for each stack.
  await fs.symlink(bundleFolder, path.join(folder, 'bundles'))
  if (prepared) await fs.cp(prepared.dataDir, folder, { recursive: true })
  return folder
}

type StackFacts = InstanceFacts & {
  dsn: Dsns
  sandboxUrl: string
  smtpUrl: string
  web: { port: number; url: string }
}

function factsOf(
  { database, host = '127.0.0.1' }: StackServices,
  own: {
    folder: string
    namespace: { address: string; namespace: string }
    webPort: number
    sandboxPort: number
    smtpPort: number
  },
): StackFacts {
  return {
    dataDir: own.folder,
    secrets: loadSecrets(own.folder),
    dsn: {
      superuser: database.superuserUrl,
      owner: database.ownerUrl,
      app: database.appUrl,
      worker: database.workerUrl,
      staff: database.staffUrl,
    },
    temporal: own.namespace,
    operator: 'Halden Steam',
    sandboxUrl: `http://127.0.0.1:${own.sandboxPort}`,
    smtpUrl: `smtp://127.0.0.1:${own.smtpPort}`,
    mailFrom: 'Halden Steam <portal@halden.test>',
    web: { port: own.webPort, url: `http://${host}:${own.webPort}` },
  }
}

function createProcesses(
  facts: StackFacts,
  webPorts: readonly number[],
  logDir: string | undefined,
): Stack['processes'] {
  const logOf = (name: string) =>
    logDir === undefined ? {} : { logFile: path.join(logDir, `${name}.log`) }
  const workers = webPorts.map((_, place) =>
    createStackProcess({
      name: 'worker',
      file: 'workers/main.ts',
      env: environmentOf('worker', facts),
      ...logOf(`worker-${place + 1}`),
    }),
  )
  const webs = webPorts.map((port, place) =>
    createStackProcess({ ...webOptions(facts, port), ...logOf(`web-${place + 1}`) }),
  )
  return {
    sandbox: createStackProcess({
      name: 'sandbox',
      file: 'integrations/sandbox/main.ts',
      env: {
        ...environmentOf('sandbox', facts),
        PORT: new URL(facts.sandboxUrl).port,
        SMTP_PORT: new URL(facts.smtpUrl).port,
      },
      readyUrl: `${facts.sandboxUrl}/healthz`,
      ...logOf('sandbox'),
    }),
    worker: replicasOf(workers),
    web: replicasOf(webs),
  }
}

const webOptions = (
  facts: StackFacts,
  port: number,
  env: Record<string, string> = {},
): ProcessOptions => ({
  name: 'web',
  file: 'web/server/main.ts',
  env: { ...environmentOf('web', facts), PORT: String(port), ...env },
  readyUrl: `http://127.0.0.1:${port}/readyz`,
})

/** @returns where the order system sends its own */
async function registerWebhooks(facts: StackFacts, seeded: Seeded): Promise<string> {
  const { secrets } = facts
  const secretOf: Record<Source, string> = {
    orders: secrets.ordersWebhookSecret,
    stripe: secrets.stripeWebhookSecret,
    hubspot: secrets.hubspotClientSecret,
  }
  let ordersUrl = ''
  for (const { source, webhookPath } of seeded.connections) {
    const url = facts.web.url + webhookPath
    if (source === 'orders') ordersUrl = url
    const response = await fetch(`${facts.sandboxUrl}/control/webhooks/${source}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url, secret: secretOf[source] }),
    })
    if (!response.ok) throw new Error(`The sandbox refused the webhook (${response.status}).`)
  }
  return ordersUrl
}

type Lookups = 'tenantId' | 'member' | 'both' | 'staff' | 'connectionId'

function lookups(seeded: Seeded): Pick<Stack, Lookups> {
  const find = <T>(found: T | undefined, what: string): T => {
    if (found === undefined) throw new Error(`The stack was seeded without ${what}.`)
    return found
  }
  return {
    tenantId: (slug): TenantId =>
      find(seeded.tenants.find((tenant) => tenant.slug === slug)?.id, `tenant ${slug}`) as TenantId,
    connectionId: (source) =>
      find(seeded.connections.find((each) => each.source === source)?.id, `connection ${source}`),
    staff: find(seeded.staff[0], 'staff'),
    both: find(
      seeded.members.find(
        ({ email }, at, all) => all.findLastIndex((each) => each.email === email) > at,
      ),
      'anybody of two customers',
    ),
    member: (slug, role) =>
      find(
        seeded.members.find((member) => member.tenant === slug && member.role === role),
        `${role} of ${slug}`,
      ),
  }
}
