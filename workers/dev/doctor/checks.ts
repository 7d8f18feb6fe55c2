/** The single questions of the doctor. Nothing here changes anything on the machine. */
import fs from 'node:fs/promises'
import path from 'node:path'
import { createHash } from 'node:crypto'
import { dataDir, devEnv, projectDir } from '../env.ts'
import { explain } from '../process/explain.ts'
import { findPortHolder } from '../process/port-holder.ts'
import { isPortFree } from '../process/ports.ts'
import { findBrowser } from '../services/browser.ts'
import { findInstalledTemporal, pingTemporal } from '../services/temporal.ts'
import { findRunningSupervisor } from '../supervisor/leftovers.ts'
import { createRuntimeFile } from '../supervisor/state/runtime-file.ts'
import { isBuildCurrent } from '../web-build.ts'
import { checkEnvironments } from './environments.ts'

export interface Finding {
  name: string
  ok: boolean
  says: string
  /** The command that helps. */
  helps?: string
}

export async function runChecks(): Promise<Finding[]> {
  const runtime = createRuntimeFile(dataDir)
  const running = findRunningSupervisor(runtime) !== undefined
  const url = running ? runtime.read().web?.url : undefined
  const port = devEnv.PORT ?? 3000
  const single = await Promise.all([
    checkDependencies(),
    checkBuild(),
    checkTemporal(),
    checkBrowser(),
    checkPort(url === undefined ? port : Number(new URL(url).port), running),
  ])
  return [
    checkNode(),
    ...single,
    {
      name: 'instance',
      ok: true,
      says: running
        ? `runs at ${url ?? '(starting)'}, state in ${dataDir}`
        : `does not run; state would be in ${dataDir}`,
    },
    ...checkEnvironments(runtime.read()),
    checkCookies(devEnv.PUBLIC_URL ?? url ?? `http://localhost:${port}`),
  ]
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const ok = major > 22 || (major === 22 && minor >= 22)
  return { name: 'Node', ok, says: process.version, helps: 'npm ci (brings Node 24 along)' }
}

async function checkDependencies(): Promise<Finding> {
  const lock = await fs.readFile(path.join(projectDir, 'package-lock.json'))
  const stamp = await fs
    .readFile(path.join(projectDir, 'node_modules/.portside-lock'), 'utf8')
    .catch(() => '')
  const ok = stamp === createHash('sha256').update(lock).digest('hex')
  const says = ok ? 'as in package-lock.json' : 'not those of package-lock.json'
  return { name: 'dependencies', ok, says, helps: 'npm start, test and check install them' }
}

async function checkBuild(): Promise<Finding> {
  const ok = await isBuildCurrent()
  const says = ok ? 'of the present sources' : 'missing or older than the sources'
  return { name: 'build', ok, says, helps: 'npm run build, or npm start' }
}

async function checkTemporal(): Promise<Finding> {
  const name = 'Temporal'
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace = 'default' } = devEnv
  if (address) {
    const failure = await pingTemporal(address, namespace).then(() => undefined, explain)
    const says = `TEMPORAL_ADDRESS ${address}${failure === undefined ? ' answers' : `: ${failure}`}`
    return {
      name,
      ok: failure === undefined,
      says,
      helps: 'unset TEMPORAL_ADDRESS, then npm start',
    }
  }
  const binary = await findInstalledTemporal()
  return {
    name,
    ok: binary !== undefined,
    says: binary ?? 'no server program yet',
    helps: 'npm start fetches it, or builds it with Go',
  }
}

async function checkBrowser(): Promise<Finding> {
  const browser = await findBrowser()
  return {
    name: 'browser',
    ok: browser !== undefined,
    says: browser ?? 'none (only the browser tests need one)',
    helps: 'npm test installs one, or set CHROMIUM_PATH',
  }
}

async function checkPort(port: number, running: boolean): Promise<Finding> {
  const free = running || (await isPortFree(port))
  const holder = free ? undefined : await findPortHolder(port)
  return {
    name: 'port',
    ok: free,
    says: free
      ? `${port} is ${running ? 'ours' : 'free'}`
      : `${port} is taken by ${holder ?? 'another program'}`,
    helps: `npm start -- --port ${port + 1}`,
  }
}

function checkCookies(url: string): Finding {
  const { protocol, hostname } = new URL(url)
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  if (protocol === 'https:') {
    return { name: 'cookies', ok: true, says: `${url}: secure __Host- session cookies` }
  }
  return {
    name: 'cookies',
    ok: local,
    says: local
      ? `${url}: plain http on loopback, so session cookies go without Secure and __Host-, named per port`
      : `${url}: plain http beyond this machine gets no session cookie`,
    helps: 'set PUBLIC_URL to an https address',
  }
}
