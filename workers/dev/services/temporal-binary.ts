/**
 * Gets hold of the `temporal` program: on PATH, in the cache, by the official download, or built with Go.
 * Every step that fails says why and what comes next; the program lands in the cache in one atomic step.
 */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { cacheDir, childEnv, devEnv } from '../env.ts'
import { startChild } from '../process/child.ts'
import { createLastLines } from '../process/last-lines.ts'
import { intoCache } from './into-cache.ts'

export const TEMPORAL_CLI_VERSION = 'v1.5.1'

type Log = (line: string) => void
const run = promisify(execFile)

export const temporalCachePath = path.join(cacheDir, 'temporal', TEMPORAL_CLI_VERSION, 'temporal')

/** The program where it lies already, without fetching anything. */
export async function findInstalledTemporal(): Promise<string | undefined> {
  const onPath = (devEnv.PATH ?? '').split(path.delimiter).map((dir) => path.join(dir, 'temporal'))
  for (const candidate of [...onPath, temporalCachePath]) {
    if (await works(candidate)) return candidate
  }
  return undefined
}

/** @throws Error that lists what can be done when no way led to a program */
export async function findTemporal(log: Log): Promise<string> {
  const installed = await findInstalledTemporal()
  if (installed) return installed
  log(`Temporal server: not on PATH nor in ${path.dirname(temporalCachePath)}; downloading it`)
  try {
    return await intoTemporalCache(download)
  } catch (error) {
    log(`Temporal server: the download failed (${reason(error)}); building it with Go instead`)
  }
  try {
    return await intoTemporalCache((folder) => build(folder, log))
  } catch (error) {
    log(`Temporal server: building failed (${reason(error)})`)
    throw new Error(
      'No Temporal server. Set TEMPORAL_ADDRESS to a running one, put the program `temporal` on PATH, ' +
        'or install Go 1.24 or newer and start again.',
      { cause: error },
    )
  }
}

async function intoTemporalCache(make: (folder: string) => Promise<void>): Promise<string> {
  const runs = (folder: string): Promise<boolean> => works(path.join(folder, 'temporal'))
  await intoCache(path.dirname(temporalCachePath), { make, works: runs })
  return temporalCachePath
}

async function download(folder: string): Promise<void> {
  const arch = os.arch() === 'x64' ? 'amd64' : os.arch()
  const url = `https://temporal.download/cli/archive/${TEMPORAL_CLI_VERSION}?platform=${os.platform()}&arch=${arch}`
  const connected = new AbortController()
  const timer = setTimeout(() => connected.abort(new Error('no answer within 10 s')), 10_000)
  const signal = AbortSignal.any([connected.signal, AbortSignal.timeout(120_000)])
  const response = await fetch(url, { signal })
  clearTimeout(timer)
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}`)
  const archive = path.join(folder, 'temporal.tar.gz')
  await fs.writeFile(archive, Buffer.from(await response.arrayBuffer()))
  await run('tar', ['-xzf', archive, '-C', folder])
  await fs.rm(archive)
}

async function build(folder: string, log: Log): Promise<void> {
  const go = await run('go', ['version']).catch(() => undefined)
  if (!go) throw new Error('there is no Go on PATH')
  log('Temporal server: building it with Go, once; this takes 3 to 7 minutes')
  const lines = createLastLines(4)
  const started = Date.now()
  const timer = setInterval(() => {
    log(`Temporal server: still building (${Math.round((Date.now() - started) / 1_000)} s)`)
  }, 30_000)
  try {
    const child = await startChild({
      command: 'go',
      args: ['install', `github.com/temporalio/cli/cmd/temporal@${TEMPORAL_CLI_VERSION}`],
      cwd: folder,
      env: childEnv({ GOBIN: folder }),
      onLine: (line) => lines.add(line),
    })
    const end = await child.exited
    if (end !== 'exit code 0') throw new Error(`${end}: ${lines.text()}`)
  } finally {
    clearInterval(timer)
  }
}

async function works(file: string): Promise<boolean> {
  try {
    await run(file, ['--version'], { timeout: 20_000 })
    return true
  } catch {
    return false
  }
}

/** `fetch failed` alone says nothing: the cause of such an error has the host and the code. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
