/** One of our own processes as a service: Node on a TypeScript file, its output in a log file. */
import fs from 'node:fs'
import path from 'node:path'
import { childEnv, projectDir } from '../env.ts'
import { startChild } from '../process/child.ts'
import { createLastLines, type LastLines } from '../process/last-lines.ts'
import { until } from '../process/until.ts'
import type { Instance } from './instance.ts'
import type { Running } from './keeper.ts'
import { watchSources } from './watch-sources.ts'

export interface NodeProcess {
  name: string
  /** Entry file, relative to the checkout. */
  file: string
  env: Record<string, string | undefined>
  /** Rejects until the process can be used. */
  ping: (lines: LastLines) => Promise<void>
  /** Folders of server code: the process ends when something in them changes, and its keeper starts it again. */
  watch: readonly string[]
}

/** @throws Error with the process's last words when it ends or stays silent while starting */
export async function startNode(instance: Instance, what: NodeProcess): Promise<Running> {
  const logFile = path.join(instance.dataDir, 'logs', `${what.name}.log`)
  fs.mkdirSync(path.dirname(logFile), { recursive: true })
  const log = fs.createWriteStream(logFile, { flags: 'a' })
  const lines = createLastLines()
  const child = await startChild({
    command: process.execPath,
    args: [what.file],
    cwd: projectDir,
    env: childEnv(what.env),
    onLine(line) {
      lines.add(line)
      log.write(`${line}\n`)
      instance.onLine?.(what.name, line)
    },
  })
  void child.exited.then(() => log.end())
  try {
    await until(() => what.ping(lines), {
      timeoutMs: 60_000,
      everyMs: 100,
      failed: () =>
        child.isRunning()
          ? undefined
          : new Error(`${what.name} ended while it started:\n${lines.text()}`),
    })
  } catch (error) {
    await child.stop('SIGKILL')
    throw error
  }
  const stopWatching = watchSources(what.watch, (file) => {
    instance.onLine?.(what.name, `${file} changed`)
    void child.stop('SIGTERM', 2_000)
  })
  void child.exited.then(stopWatching)
  return { pid: child.pid, exited: child.exited, stop: () => child.stop('SIGTERM', 8_000) }
}
