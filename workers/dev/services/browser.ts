/**
 * Gets hold of a Chromium for the browser tests: the one named by CHROMIUM_PATH, the system's, Playwright's own,
 * or one installed now (by apt where we are root, else by Playwright's installer).
 */
import fs from 'node:fs/promises'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { childEnv, devEnv, projectDir } from '../env.ts'
import { startChild } from '../process/child.ts'
import { createLastLines } from '../process/last-lines.ts'

type Log = (line: string) => void

/** Path of a browser that is there already. */
export async function findBrowser(): Promise<string | undefined> {
  const usual = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  const candidates = [devEnv.CHROMIUM_PATH, ...usual, chromium.executablePath()]
  for (const candidate of candidates) {
    if (candidate && (await isExecutable(candidate))) return candidate
  }
  return undefined
}

/** @throws Error that says what to do when no browser could be installed */
export async function requireBrowser(log: Log): Promise<string> {
  const found = await findBrowser()
  if (found) return found
  if (process.getuid?.() === 0 && (await isExecutable('/usr/bin/apt-get'))) {
    log('Browser: none found; installing Chromium with apt-get')
    const failure =
      (await runs('apt-get', ['update'])) ??
      (await runs('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']))
    const installed = await findBrowser()
    if (installed) return installed
    log(`Browser: apt-get failed (${failure ?? 'no program appeared'}); trying Playwright's own`)
  } else {
    log("Browser: none found; downloading Playwright's own")
  }
  const cli = path.join(projectDir, 'node_modules/playwright-core/cli.js')
  const failure = await runs(process.execPath, [cli, 'install', 'chromium'])
  const installed = await findBrowser()
  if (installed) return installed
  throw new Error(
    `No browser for the browser tests (${failure ?? 'the installer left none'}). ` +
      'Install Chromium, or set CHROMIUM_PATH to one.',
  )
}

async function runs(command: string, args: readonly string[]): Promise<string | undefined> {
  const lines = createLastLines(3)
  try {
    const child = await startChild({
      command,
      args,
      cwd: projectDir,
      env: childEnv({ DEBIAN_FRONTEND: 'noninteractive' }),
      onLine: (line) => lines.add(line),
    })
    const end = await child.exited
    return end === 'exit code 0' ? undefined : `${end}: ${lines.text()}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function isExecutable(file: string): Promise<boolean> {
  return fs.access(file, fs.constants.X_OK).then(
    () => true,
    () => false,
  )
}
