/**
 * A whole Portside for browser tests and benches: database, sandbox, worker and web as processes of their own,
 * on given PostgreSQL and Temporal servers. It has a Temporal namespace to itself and leaves nothing running.
 */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { findFreePort } from '#workers/dev/process/ports.ts'
import { waitForFirstBackfill } from '#workers/dev/supervisor/first-backfill.ts'
import { environmentOf, type InstanceFacts } from '#workers/dev/supervisor/process-env.ts'
import { loadSecrets } from '#workers/dev/supervisor/secrets.ts'
import type { TenantId } from '#workflows/contracts/ids.ts'
import { createNamespace } from './namespace.ts'
import { createOrderSystem, type OrderSystem } from './order-system.ts'
import { createReadModel, type ReadModel } from './read-model.ts'
import { BOTH, seedStack, type Member, type Role, type Seeded, type Staff } from './seed.ts'
import { createStackProcess, type StackProcess } from './stack-process.ts'

export type { Member, Role } from './seed.ts'

export interface DatabaseUrls {
  superuserUrl: string
  ownerUrl: string
  appUrl: string
  workerUrl: string
  staffUrl: string
}

export interface StackServices {
  database: DatabaseUrls
  temporal: { address: string; namespace: string }
}

export interface Stack {
  webUrl: string
  sandboxUrl: string
  /** Where the order system sends its webhooks, and the secret it signs them with. */
  webhookUrl: string
  webhookSecret: string
  database: DatabaseUrls
  upstream: OrderSystem
  readModel: ReadModel
  processes: Record<'sandbox' | 'worker' | 'web', StackProcess>
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
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'portside-stack-'))
  const namespace = await createNamespace(services.temporal.address)
  const [webPort, sandboxPort] = await Promise.all([findFreePort(), findFreePort()])
  const facts = factsOf(services, { folder, namespace, webPort, sandboxPort })
  const processes = createProcesses(facts)
  const readModel = createReadModel(services.database.superuserUrl)
  const close = async (): Promise<void> => {
    for (const process of [processes.web, processes.worker, processes.sandbox]) await process.stop()
    await readModel.close()
    await fs.rm(folder, { recursive: true, force: true })
  }
  try {
    const [seeded] = await Promise.all([seedStack(facts), processes.sandbox.start()])
    const webhookUrl = facts.web.url + (seeded.connections[0]?.webhookPath ?? '')
    await registerWebhook(facts, webhookUrl)
    await Promise.all([processes.web.start(), processes.worker.start()])
    const problems = await waitForFirstBackfill(services.database.workerUrl, () => undefined)
    if (problems.length > 0) {
      throw new Error([...problems, processes.worker.lastWords()].join('\n'))
    }
    return {
      webUrl: facts.web.url,
      sandboxUrl: facts.sandboxUrl,
      webhookUrl,
      webhookSecret: facts.secrets.ordersWebhookSecret,
      database: services.database,
      upstream: createOrderSystem(facts.sandboxUrl),
      readModel,
      processes,
      ...lookups(seeded),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

type StackFacts = InstanceFacts & {
  sandboxUrl: string
  web: { port: number; url: string }
}

function factsOf(
  { database }: StackServices,
  own: {
    folder: string
    namespace: { address: string; namespace: string }
    webPort: number
    sandboxPort: number
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
    web: { port: own.webPort, url: `http://127.0.0.1:${own.webPort}` },
  }
}

function createProcesses(facts: StackFacts): Stack['processes'] {
  return {
    sandbox: createStackProcess({
      name: 'sandbox',
      file: 'integrations/sandbox/main.ts',
      env: { ...environmentOf('sandbox', facts), PORT: new URL(facts.sandboxUrl).port },
      readyUrl: `${facts.sandboxUrl}/healthz`,
    }),
    worker: createStackProcess({
      name: 'worker',
      file: 'workers/main.ts',
      env: environmentOf('worker', facts),
    }),
    web: createStackProcess({
      name: 'web',
      file: 'web/server/main.ts',
      env: environmentOf('web', facts),
      readyUrl: `${facts.web.url}/readyz`,
    }),
  }
}

async function registerWebhook(facts: StackFacts, url: string): Promise<void> {
  const response = await fetch(`${facts.sandboxUrl}/control/webhooks/orders`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url, secret: facts.secrets.ordersWebhookSecret }),
  })
  if (!response.ok) throw new Error(`The sandbox refused the webhook (${response.status}).`)
}

function lookups(seeded: Seeded): Pick<Stack, 'tenantId' | 'member' | 'both' | 'staff'> {
  const find = <T>(found: T | undefined, what: string): T => {
    if (found === undefined) throw new Error(`The stack was seeded without ${what}.`)
    return found
  }
  return {
    tenantId: (slug): TenantId =>
      find(seeded.tenants.find((tenant) => tenant.slug === slug)?.id, `tenant ${slug}`) as TenantId,
    staff: find(seeded.staff[0], 'staff'),
    both: find(
      seeded.members.find(({ email }) => email === BOTH),
      BOTH,
    ),
    member: (slug, role) =>
      find(
        seeded.members.find((member) => member.tenant === slug && member.role === role),
        `${role} of ${slug}`,
      ),
  }
}
