import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { spawn } from 'node:child_process'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isStillRunning, recordProcess, type RecordedProcess } from '../process/identity.ts'
import { claimFolder } from './state/claim.ts'
import { endLeftovers } from './leftovers.ts'
import { createRuntimeFile, type RuntimeFile } from './state/runtime-file.ts'

let folder = ''
let runtime: RuntimeFile
const started: RecordedProcess[] = []

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'portside-leftovers-'))
  runtime = createRuntimeFile(folder)
})

afterEach(async () => {
  for (const { pid } of started.splice(0)) {
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // It has ended, as most of these tests want.
    }
  }
  await fs.rm(folder, { recursive: true, force: true })
})

/** A process in a group of its own that nobody waits for, as a killed supervisor leaves it. */
function leaveBehind(script: string): RecordedProcess {
  const child = spawn(process.execPath, ['-e', script], { detached: true, stdio: 'ignore' })
  const recorded = recordProcess(child.pid ?? 0)
  if (!recorded) throw new Error('the process ended at once')
  started.push(recorded)
  return recorded
}

const SLEEPER = 'setInterval(() => {}, 1000)'
const STUBBORN = `process.on('SIGTERM', () => {}); ${SLEEPER}`

test('what a killed supervisor left is ended and forgotten', async () => {
  const worker = leaveBehind(SLEEPER)
  runtime.set('worker', worker)
  expect(await endLeftovers(runtime)).toEqual(['worker'])
  expect(isStillRunning(worker)).toBe(false)
  expect(runtime.read()).toEqual({})
})

test('a leftover that ignores SIGTERM is killed', async () => {
  const worker = leaveBehind(STUBBORN)
  await new Promise((resolve) => setTimeout(resolve, 300))
  runtime.set('worker', worker)
  await endLeftovers(runtime)
  expect(isStillRunning(worker)).toBe(false)
})

test('a stranger that got the same process id is left alone', async () => {
  const stranger = leaveBehind(SLEEPER)
  runtime.set('worker', { ...stranger, start: 'another-start' })
  expect(await endLeftovers(runtime)).toEqual([])
  expect(isStillRunning(stranger)).toBe(true)
})

test('a second start says where the first one runs', async () => {
  const supervisor = leaveBehind(SLEEPER)
  runtime.set('supervisor', supervisor)
  runtime.set('web', { ...supervisor, url: 'http://localhost:3000' })
  await expect(claimFolder(runtime, () => undefined)).rejects.toThrow(
    `Portside already runs at http://localhost:3000 (pid ${supervisor.pid})`,
  )
  expect(isStillRunning(supervisor)).toBe(true)
})

test('the runtime file can be read by its owner only', async () => {
  runtime.set('worker', leaveBehind(SLEEPER))
  const { mode } = await fs.stat(path.join(folder, 'runtime.json'))
  expect(mode & 0o777).toBe(0o600)
})
