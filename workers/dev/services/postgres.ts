/**
 * The embedded PostgreSQL: makes a cluster once, starts it, answers only when it answers queries.
 * It may be killed at any time and started again on the same port with the same data.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { startChild, type Child } from '../process/child.ts'
import { createLastLines, type LastLines } from '../process/last-lines.ts'
import { requirePort } from '../process/ports.ts'
import { until } from '../process/until.ts'
import { preparePostgresHome, type PostgresHome } from './postgres-home.ts'

export interface PostgresOptions {
  /** Remembers where the cluster lies; the data are below it, except for root. */
  dataDir: string
  port?: number
  /** False for tests: nothing survives a power cut, and the temporary directory will do. */
  lasting?: boolean
}

export interface RunningPostgres {
  superuserUrl: string
  port: number
  pid: number
  /** The folder that holds the cluster. */
  home: string
  exited: Promise<string>
  stop(): Promise<void>
}

const HOST = '127.0.0.1'
const SUPERUSER = 'postgres'

const SETTINGS = { listen_addresses: HOST, max_connections: '200', timezone: 'UTC' }
// Commits still reach the system before they are answered: a killed server loses none, a power cut may.
const FORGETFUL = { fsync: 'off', full_page_writes: 'off' }

/** @throws Error that holds the server's last words when it does not come up within 30 s */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const lasting = options.lasting ?? true
  const port = await requirePort('PostgreSQL', options.port)
  const home = await preparePostgresHome(options.dataDir, lasting)
  const dataDir = path.join(home.home, 'data')
  if (!(await fs.stat(dataDir).catch(() => undefined))) await initialise(home, dataDir, lasting)
  const superuserUrl = `postgres://${SUPERUSER}:${home.password}@${HOST}:${port}/postgres`
  const settings = { ...SETTINGS, ...(lasting ? {} : FORGETFUL), port: String(port) }
  const { child } = await until(() => launch(home, { dataDir, settings, superuserUrl }), {
    timeoutMs: 30_000,
    everyMs: 500,
  })
  return {
    superuserUrl,
    port,
    pid: child.pid,
    home: home.home,
    exited: child.exited,
    // SIGINT is PostgreSQL's "fast shutdown": it does not wait for clients to go.
    stop: () => child.stop('SIGINT', 15_000),
  }
}

interface Launch {
  dataDir: string
  settings: Record<string, string>
  superuserUrl: string
}

/** One try; a cluster whose backends outlive a killed postmaster by a moment needs a second one. */
async function launch(home: PostgresHome, options: Launch): Promise<{ child: Child }> {
  const lines = createLastLines()
  const flags = Object.entries({ ...options.settings, unix_socket_directories: '' })
  const child = await run(home, lines, {
    program: 'postgres',
    args: ['-D', options.dataDir, ...flags.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
  })
  try {
    await until(() => ping(options.superuserUrl), {
      timeoutMs: 20_000,
      failed: () =>
        child.isRunning() ? undefined : new Error(`PostgreSQL ended at once:\n${lines.text()}`),
    })
    return { child }
  } catch (error) {
    await child.stop('SIGQUIT', 2_000)
    throw error
  }
}

async function ping(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  // The server may close the connection under us; the query's own rejection tells enough.
  client.on('error', () => undefined)
  await client.connect()
  await client.query('select 1')
  await client.end()
}

/** initdb into a folder of its own, moved into place when complete: a kill half-way leaves no half cluster. */
async function initialise(home: PostgresHome, dataDir: string, lasting: boolean): Promise<void> {
  const half = `${dataDir}.new`
  const passwordFile = `${dataDir}.password`
  await fs.rm(half, { recursive: true, force: true })
  await fs.mkdir(half, { mode: 0o700 })
  await fs.writeFile(passwordFile, `${home.password}\n`, { mode: 0o600 })
  if (home.user) {
    await fs.chown(half, home.user.uid, home.user.gid)
    await fs.chown(passwordFile, home.user.uid, home.user.gid)
  }
  const lines = createLastLines()
  try {
    const child = await run(home, lines, {
      program: 'initdb',
      args: [
        `--pgdata=${half}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // The built-in provider sorts and folds the same on every system, whatever locales it has.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        ...(lasting ? [] : ['--no-sync']),
      ],
    })
    const end = await child.exited
    if (end !== 'exit code 0') throw new Error(`initdb failed (${end}):\n${lines.text()}`)
  } finally {
    await fs.rm(passwordFile, { force: true })
  }
  await fs.rename(half, dataDir)
}

function run(
  home: PostgresHome,
  lines: LastLines,
  what: { program: string; args: readonly string[] },
): Promise<Child> {
  return startChild({
    command: path.join(home.bin, what.program),
    args: what.args,
    cwd: home.home,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    onLine: (line) => lines.add(line),
    ...(home.user ?? {}),
  })
}
