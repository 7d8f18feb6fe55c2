/**
 * `npm test`: makes sure that a browser and the Temporal server are there, runs Vitest, and counts its report.
 * The very last line is `N passed, N failed`; whatever did not pass, skipped tests included, fails the run. In a run
 * of everything a browser test that failed is run once more by itself, and named if only that was green.
 */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { spawn } from 'node:child_process'
import { childEnv, projectDir } from './env.ts'
import { explain } from './process/explain.ts'
import { requireBrowser } from './services/browser.ts'
import { findTemporal } from './services/temporal.ts'
import { findPgBin } from './services/pg-client.ts'
import { findTestServer } from './services/temporal-test-server.ts'
import { countReport, filesToRepeat, withRepeated } from './count-report.ts'
import { buildWeb } from './web-build.ts'

const log = (line: string): boolean => process.stderr.write(`${line}\n`)

/** Node keeps here what it made of each file: hundreds of processes of a run would strip and compile them all again. */
const CODE_CACHE = path.join(projectDir, 'node_modules/.cache/portside-tests')

const args = process.argv.slice(2)
const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'portside-report-'))
const problems: string[] = []
const env = args.includes('unit') ? {} : await prepare()

const first = await runVitest(args, env)
const { report, exitCode, notes } = await repeatUnsteady(first)
await fs.rm(folder, { recursive: true, force: true })
const count = countReport(report, exitCode)
const failed = count.failed + problems.length
for (const note of [...problems, ...notes, ...count.notes]) log(note)
process.stdout.write(`${count.passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1

async function repeatUnsteady(run: Run): Promise<Run & { notes: string[] }> {
  const files = args.length === 0 ? filesToRepeat(run.report) : []
  if (files.length === 0) return { ...run, notes: [] }
  log(`Run again by themselves: ${files.join(', ')}`)
  const again = await runVitest(files, env)
  return { ...withRepeated(run.report, again.report), exitCode: again.exitCode }
}

/** What the integration and the browser tests need, so that none of them has to wait for it. */
async function prepare(): Promise<Record<string, string>> {
  await attempt(() => findTemporal(log))
  await attempt(findTestServer)
  await attempt(() => buildWeb({ log }))
  const pgBin = await attempt(findPgBin)
  const browser = await attempt(() => requireBrowser(log))
  return {
    ...(pgBin === undefined ? {} : { PORTSIDE_PG_BIN: pgBin }),
    ...(browser === undefined ? {} : { CHROMIUM_PATH: browser }),
  }
}

/** What is missing fails the run, but the tests that can do without it still tell what they find. */
async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    problems.push(explain(error))
    return undefined
  }
}

interface Run {
  /** As Vitest writes it; null when it wrote none. */
  report: unknown
  exitCode: number
}

async function runVitest(which: string[], env: Record<string, string>): Promise<Run> {
  const file = path.join(folder, 'report.json')
  await fs.rm(file, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const vitest = path.join(projectDir, 'node_modules/vitest/vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...which], {
    cwd: projectDir,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: childEnv({ NODE_COMPILE_CACHE: CODE_CACHE, ...env }),
  })
  // Vitest stops the services itself; it gets the signal from here or from the terminal.
  const stop = (signal: NodeJS.Signals): boolean => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 1))
  })
  const json = await fs.readFile(file, 'utf8').catch(() => 'null')
  return { report: JSON.parse(json), exitCode }
}
