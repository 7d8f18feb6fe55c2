/** One process of a stack, started as in production; it can be killed outright and started again on the same port. */
import fs from 'node:fs'
import { childEnv, projectDir } from '#workers/dev/env.ts'
import { startChild, type Child } from '#workers/dev/process/child.ts'
import { createLastLines } from '#workers/dev/process/last-lines.ts'
import { until } from '#workers/dev/process/until.ts'

export interface ProcessOptions {
  name: string
  /** Below the checkout. */
  file: string
  env: Record<string, string>
  /** Answers 2xx when the process can serve; without one it counts as started at once. */
  readyUrl?: string
  /** Everything it writes goes there too, one start after the other. */
  logFile?: string
}

export interface StackProcess {
  readonly name: string
  /** Resolves when it can serve. @throws Error with its last words when it cannot */
  start(): Promise<void>
  /** SIGKILL, as a crash would be. */
  kill(): Promise<void>
  stop(): Promise<void>
  /** SIGSTOP: it is there and does nothing, as on a machine that swaps or a disk that hangs. */
  freeze(): void
  thaw(): void
  isRunning(): boolean
  /** Undefined while it is not there. */
  pid(): number | undefined
  lastWords(): string
}

const READY_MS = 60_000

// Children die with this process when it exits (see startChild); make sure that it does exit.
for (const event of ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect']) {
  process.once(event, () => process.exit(1))
}

export function createStackProcess(options: ProcessOptions): StackProcess {
  const lines = createLastLines(40)
  const { readyUrl, logFile } = options
  let child: Child | undefined

  async function start(): Promise<void> {
    const started = await startChild({
      command: process.execPath,
      args: [options.file],
      cwd: projectDir,
      env: childEnv({ NODE_ENV: 'production', LOG_LEVEL: 'info', ...options.env }),
      onLine: (line) => {
        lines.add(line)
        if (logFile !== undefined) fs.appendFileSync(logFile, `${line}\n`)
      },
    })
    child = started
    if (readyUrl === undefined) return
    const failed = (): Error | undefined =>
      started.isRunning() ? undefined : new Error(`${options.name} ended:\n${lines.text()}`)
    await until(() => requireAnswer(readyUrl), { timeoutMs: READY_MS, everyMs: 50, failed })
  }

  return {
    name: options.name,
    start,
    kill: async () => child?.stop('SIGKILL'),
    stop: async () => child?.stop('SIGTERM', 10_000),
    freeze: () => signal(child, 'SIGSTOP'),
    thaw: () => signal(child, 'SIGCONT'),
    isRunning: () => child?.isRunning() ?? false,
    pid: () => (child?.isRunning() ? child.pid : undefined),
    lastWords: () => lines.text(),
  }
}

async function requireAnswer(url: string): Promise<void> {
  const response = await fetch(url)
  await response.arrayBuffer()
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`)
}

function signal(child: Child | undefined, name: 'SIGSTOP' | 'SIGCONT'): void {
  if (child?.isRunning()) process.kill(child.pid, name)
}
