/**
 * The services of an instance, each with the way to start it and the entry it leaves in runtime.json.
 * A restart goes the same way as the first start, on the same ports.
 */
import path from 'node:path'
import { recordProcess, type RecordedProcess } from '../process/identity.ts'
import { startPostgres } from '../services/postgres.ts'
import { startTemporal } from '../services/temporal.ts'
import { dsnsOf } from './database.ts'
import { factsOf, postgresDir, type Instance } from './instance.ts'
import type { Service } from './keeper.ts'
import { startNode } from './node-service.ts'
import { environmentOf } from './process-env.ts'

const NAMESPACE = 'default'
const WORKER_CODE = ['workers', 'workflows', 'db', 'integrations']
// Pages are Vite's: they reload without the server.
const WEB_CODE = [
  'web/server',
  'web/trpc',
  'web/auth',
  'web/ingress',
  'web/live',
  'db',
  'integrations',
]
const WORKER_SILENCE_MS = 15_000

export const SERVICE_NAMES = ['postgres', 'temporal', 'sandbox', 'worker', 'web'] as const
export type ServiceName = (typeof SERVICE_NAMES)[number]

/** `note` is told what is worth a line in the progress of a start. */
export function createServices(
  instance: Instance,
  note: (line: string) => void,
): Record<ServiceName, Service> {
  return {
    postgres: { name: 'postgres', start: () => startDatabase(instance) },
    temporal: { name: 'temporal', start: () => startFlows(instance, note) },
    sandbox: { name: 'sandbox', start: () => startSandbox(instance) },
    worker: { name: 'worker', start: () => startWorker(instance) },
    web: { name: 'web', start: () => startWeb(instance) },
  }
}

async function startDatabase({ dataDir, ports, runtime, secrets }: Instance) {
  const running = await startPostgres({ dataDir: postgresDir(dataDir), port: ports.postgres })
  runtime.set('postgres', {
    ...record('PostgreSQL', running.pid),
    port: running.port,
    home: running.home,
    dsn: dsnsOf(running.superuserUrl, secrets.passwords),
  })
  return running
}

async function startFlows({ dataDir, ports, runtime }: Instance, log: (line: string) => void) {
  const running = await startTemporal({
    dataDir: path.join(dataDir, 'temporal'),
    port: ports.temporal,
    uiPort: ports.temporalUi,
    log,
  })
  runtime.set('temporal', {
    ...record('Temporal', running.pid),
    address: running.address,
    namespace: NAMESPACE,
    url: running.uiUrl,
  })
  return running
}

async function startSandbox(instance: Instance) {
  const { url, smtp } = sandboxAddresses(instance)
  const running = await startNode(instance, {
    name: 'sandbox',
    file: 'integrations/sandbox/main.ts',
    env: { ...environmentOf('sandbox', factsOf(instance)), ...sandboxPorts(instance) },
    ping: () => pingHttp(`${url}/healthz`),
    watch: [],
  })
  instance.runtime.set('sandbox', { ...record('the sandbox', running.pid), url, smtp })
  return running
}

/** Where the sandbox of an instance listens. */
export const sandboxPorts = ({ ports }: Instance): Record<string, string> => ({
  PORT: String(ports.sandbox),
  SMTP_PORT: String(ports.sandboxSmtp),
})

export const sandboxAddresses = ({ ports }: Instance): { url: string; smtp: string } => ({
  url: `http://127.0.0.1:${ports.sandbox}`,
  smtp: `smtp://127.0.0.1:${ports.sandboxSmtp}`,
})

async function startWorker(instance: Instance) {
  const started = Date.now()
  const running = await startNode(instance, {
    name: 'worker',
    file: 'workers/main.ts',
    env: withoutForeignTemporal(instance, environmentOf('worker', factsOf(instance))),
    // It has no port to ask, and LOG_LEVEL may silence the line: then living on is the sign.
    ping: (lines) =>
      lines.text().includes('worker is ready') || Date.now() - started > WORKER_SILENCE_MS
        ? Promise.resolve()
        : Promise.reject(new Error('the worker did not say that it is ready')),
    watch: instance.dev ? WORKER_CODE : [],
  })
  instance.runtime.set('worker', record('the worker', running.pid))
  return running
}

async function startWeb(instance: Instance) {
  const { url } = instance.web
  const running = await startNode(instance, {
    name: 'web',
    file: 'web/server/main.ts',
    env: {
      NODE_ENV: instance.dev ? 'development' : 'production',
      ...withoutForeignTemporal(instance, environmentOf('web', factsOf(instance))),
    },
    ping: () => pingHttp(`${url}/healthz`),
    watch: instance.dev ? WEB_CODE : [],
  })
  instance.runtime.set('web', { ...record('web', running.pid), url })
  return running
}

/** Rejects unless the address answers with success. */
export async function pingHttp(url: string): Promise<void> {
  const response = await fetch(url, {
    headers: { accept: 'text/html', 'user-agent': 'Mozilla/5.0 (Portside start)' },
    signal: AbortSignal.timeout(10_000),
  })
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
}

/** Credentials for another server would be sent to the embedded one, which refuses TLS. */
function withoutForeignTemporal(
  { externalTemporal }: Instance,
  env: Record<string, string>,
): Record<string, string | undefined> {
  if (externalTemporal) return env
  const foreign = ['API_KEY', 'TLS_CA', 'TLS_CERT', 'TLS_KEY'].map((name) => `TEMPORAL_${name}`)
  return { ...Object.fromEntries(foreign.map((name) => [name, undefined])), ...env }
}

function record(name: string, pid: number): RecordedProcess {
  const recorded = recordProcess(pid)
  if (!recorded) throw new Error(`${name} ended as soon as it was ready.`)
  return recorded
}
