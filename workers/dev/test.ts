/**
 * `npm test`: makes sure that a browser and the Temporal server are there, runs Vitest, and counts its report.
 * The very last line is `N passed, N failed`; whatever did not pass, skipped tests included, fails the run.
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
import { countReport } from './count-report.ts'
import { buildWeb } from './web-build.ts'

const log = (line: string): boolean => process.stderr.write(`${line}\n`)

const args = process.argv.slice(2)
const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'portside-report-'))
const report = path.join(folder, 'report.json')
const problems: string[] = []
const exitCode = await runVitest(args.includes('unit') ? {} : await prepare())

const json = await fs.readFile(report, 'utf8').catch(() => 'null')
await fs.rm(folder, { recursive: true, force: true })
const count = countReport(JSON.parse(json), exitCode)
const failed = count.failed + problems.length
for (const note of [...problems, ...count.notes]) log(note)
process.stdout.write(`${count.passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1

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

function runVitest(env: Record<string, string>): Promise<number> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const vitest = path.join(projectDir, 'node_modules/vitest/vitest.mjs')
  const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...args], {
    cwd: projectDir,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: childEnv(env),
  })
  // Vitest stops the services itself; it gets the signal from here or from the terminal.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 1))
  })
}
