/**
 * One process alone: `npm run web`, `worker`, `sandbox`, `postgres`, `temporal`, `db:migrate`, `db:seed`,
 * `audit`, `staff`, `backup`, `encryption-keys`. The environment decides; what it does not set comes from runtime.json of the instance in the data directory.
 */
import { spawn } from 'node:child_process'
import os from 'node:os'
import { childEnv, dataDir, devEnv, projectDir } from './env.ts'
import { explain } from './process/explain.ts'
import { findPgBin } from './services/pg-client.ts'
import { isStillRunning, recordProcess } from './process/identity.ts'
import { findFreePort, isPortFree } from './process/ports.ts'
import { prepareDatabase } from './supervisor/database.ts'
import { findDemo } from './supervisor/demo.ts'
import { factsOf, openInstance, type Instance } from './supervisor/instance.ts'
import { environmentOf, type ProcessName } from './supervisor/process-env.ts'
import type { RuntimeKey } from './supervisor/state/runtime-file.ts'
import { createServices, sandboxAddresses, sandboxPorts } from './supervisor/services.ts'
import { onStopSignal } from './supervisor/shutdown.ts'

const DEFAULT_PORT = 3000
const FILES: Record<ProcessName, string> = {
  web: 'web/server/main.ts',
  worker: 'workers/main.ts',
  sandbox: 'integrations/sandbox/main.ts',
  'db:migrate': 'db/migrate.ts',
  'db:seed': 'db/seed.ts',
  audit: 'db/audit.ts',
  staff: 'db/staff.ts',
  backup: 'db/backup.ts',
  'encryption-keys': 'db/encryption-keys.ts',
}

const say = (line: string): boolean => process.stderr.write(`${line}\n`)
const [name = '', ...args] = process.argv.slice(2)

try {
  const instance = await openInstance({
    dataDir,
    dev: false,
    replaceBusyPorts: false,
    demo: findDemo(dataDir) !== undefined,
    web: await chooseWeb(),
    externalTemporal: undefined,
  })
  if (name === 'postgres' || name === 'temporal') await serve(instance, name)
  else if (isProcessName(name)) process.exitCode = await runProcess(instance, name)
  else throw new Error(`There is no process "${name}".`)
} catch (error) {
  say(explain(error))
  process.exit(1)
}

/** PostgreSQL or Temporal until a signal; PostgreSQL with the database at its newest schema. */
async function serve(instance: Instance, service: 'postgres' | 'temporal'): Promise<void> {
  const other = findOther(instance, service)
  if (other)
    throw new Error(`${service} already runs (pid ${other}), see runtime.json in ${dataDir}.`)
  const running = await createServices(instance, say)[service].start()
  const stop = new AbortController()
  onStopSignal(() => {
    stop.abort()
    void running.stop()
  })
  const { postgres, temporal } = instance.runtime.read()
  if (service === 'postgres' && postgres) {
    await prepareDatabase(postgres.dsn, instance.secrets)
    say(`PostgreSQL is ready on port ${postgres.port} (DSNs in runtime.json in ${dataDir})`)
  }
  if (service === 'temporal' && temporal) {
    say(`Temporal is ready at ${temporal.address}, its pages at ${temporal.url}`)
  }
  const end = await running.exited
  instance.runtime.remove(service)
  if (!stop.signal.aborted) throw new Error(`${service} ended (${end}).`)
}

/** One of our own programs, with this terminal; a further web or worker beside a running one is fine. */
async function runProcess(instance: Instance, process_: ProcessName): Promise<number> {
  const ports = process_ === 'sandbox' ? sandboxPorts(instance) : {}
  const tools = process_ === 'backup' ? await pgTools() : {}
  const known = { ...ports, ...tools, ...environmentOf(process_, factsOf(instance)) }
  const child = spawn(process.execPath, [FILES[process_], ...args], {
    cwd: projectDir,
    stdio: 'inherit',
    env: childEnv({ NODE_ENV: 'production', ...known, ...childEnv({}) }),
  })
  if (child.pid !== undefined) announceProcess(instance, process_, child.pid)
  onStopSignal(() => void child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      resolve(signal ? 128 + os.constants.signals[signal] : (code ?? 1))
    })
  })
}

/** Whoever has a PostgreSQL of their own may have programs that fit it as well. */
async function pgTools(): Promise<Record<string, string>> {
  if (devEnv.PORTSIDE_PG_BIN !== undefined) return {}
  const folder = await findPgBin()
  return folder === undefined ? {} : { PORTSIDE_PG_BIN: folder }
}

/** Leaves the process in runtime.json for the others, unless an instance has its own there. */
function announceProcess(instance: Instance, process_: ProcessName, pid: number): void {
  const { runtime, web } = instance
  const recorded = recordProcess(pid)
  if (!recorded || (process_ !== 'web' && process_ !== 'worker' && process_ !== 'sandbox')) return
  if (findOther(instance, process_)) return
  if (process_ === 'worker') runtime.set('worker', recorded)
  if (process_ === 'web') runtime.set('web', { ...recorded, url: web.url })
  if (process_ === 'sandbox') {
    runtime.set('sandbox', { ...recorded, ...sandboxAddresses(instance) })
  }
  process.on('exit', () => runtime.remove(process_))
}

function findOther(instance: Instance, key: RuntimeKey): number | undefined {
  const { pid, start } = instance.runtime.read()[key] ?? {}
  if (pid === undefined || start === undefined) return undefined
  return isStillRunning({ pid, start }) ? pid : undefined
}

async function chooseWeb(): Promise<Instance['web']> {
  const free = async (): Promise<number> =>
    (await isPortFree(DEFAULT_PORT)) ? DEFAULT_PORT : findFreePort()
  const port = devEnv.PORT ?? (await free())
  return { port, url: devEnv.PUBLIC_URL ?? `http://localhost:${port}` }
}

function isProcessName(text: string): text is ProcessName {
  return text in FILES
}
