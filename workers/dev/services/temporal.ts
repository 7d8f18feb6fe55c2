/**
 * The embedded Temporal server: one process on a file database with a write-ahead log.
 * It may be killed at any time and started again on the same port with the same workflows.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import { Connection } from '@temporalio/client'
import { childEnv } from '../env.ts'
import { startChild } from '../process/child.ts'
import { createLastLines } from '../process/last-lines.ts'
import { requirePort } from '../process/ports.ts'
import { until } from '../process/until.ts'
import { findTemporal } from './temporal-binary.ts'

export { findInstalledTemporal, findTemporal } from './temporal-binary.ts'

export interface TemporalOptions {
  dataDir: string
  port?: number
  /** Port of the web interface; without one there is none. */
  uiPort?: number
  /** Dynamic configuration of the server, by key. */
  config?: Readonly<Record<string, string>>
  /** Told what happens while the server program is looked for; silent by default. */
  log?: (line: string) => void
}

export interface RunningTemporal {
  /** host:port of the gRPC frontend. */
  address: string
  port: number
  /** Empty without a web interface. */
  uiUrl: string
  pid: number
  exited: Promise<string>
  stop(): Promise<void>
}

const HOST = '127.0.0.1'
const NAMESPACE = 'default'

/** @throws Error that holds the server's last words when it does not answer within 60 s */
export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  const binary = await findTemporal(options.log ?? (() => undefined))
  await fs.mkdir(options.dataDir, { recursive: true })
  const port = await requirePort('Temporal', options.port)
  const uiPort =
    options.uiPort === undefined ? undefined : await requirePort('Temporal UI', options.uiPort)
  const address = `${HOST}:${port}`
  const lines = createLastLines()
  const child = await startChild({
    command: binary,
    args: [
      ...['server', 'start-dev', '--ip', HOST, '--port', String(port), '--log-level', 'error'],
      ...(uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)]),
      ...['--db-filename', path.join(options.dataDir, 'temporal.db')],
      ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
      ...Object.entries(options.config ?? {}).flatMap((entry) => [
        '--dynamic-config-value',
        entry.join('='),
      ]),
    ],
    cwd: options.dataDir,
    // The program would take an address or a profile from the environment of whoever started us.
    env: childEnv({ TEMPORAL_ADDRESS: undefined, TEMPORAL_NAMESPACE: undefined }),
    onLine: (line) => lines.add(line),
  })
  try {
    await until(() => pingTemporal(address, NAMESPACE), {
      timeoutMs: 60_000,
      everyMs: 100,
      failed: () =>
        child.isRunning() ? undefined : new Error(`Temporal ended at once:\n${lines.text()}`),
    })
  } catch (error) {
    await child.stop('SIGKILL')
    throw error
  }
  return {
    address,
    port,
    uiUrl: uiPort === undefined ? '' : `http://${HOST}:${uiPort}`,
    pid: child.pid,
    exited: child.exited,
    stop: () => child.stop('SIGTERM', 5_000),
  }
}

/** Resolves when the namespace can be read: the port alone opens long before that. */
export async function pingTemporal(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 2_000 })
  try {
    await connection.withDeadline(Date.now() + 2_000, () =>
      connection.workflowService.describeNamespace({ namespace }),
    )
  } finally {
    await connection.close()
  }
}
