import { expect, test } from 'vitest'
import { startChild } from './child.ts'
import { isStillRunning, recordProcess } from './identity.ts'

const start = (script: string, onLine?: (line: string) => void): ReturnType<typeof startChild> =>
  startChild({
    command: process.execPath,
    args: ['-e', script],
    cwd: '/',
    env: {},
    ...(onLine ? { onLine } : {}),
  })

const SLEEP = 'setInterval(() => {}, 1000)'

test('what a process says last is read before its end is told', async () => {
  const lines: string[] = []
  const child = await start(`console.error('bad configuration'); process.exit(3)`, (line) =>
    lines.push(line),
  )
  expect(await child.exited).toBe('exit code 3')
  expect(lines).toEqual(['bad configuration'])
  expect(child.isRunning()).toBe(false)
})

test('a process that ignores the polite signal is killed after the grace', async () => {
  const lines: string[] = []
  const child = await start(
    `process.on('SIGTERM', () => {}); console.log('up'); ${SLEEP}`,
    (line) => lines.push(line),
  )
  while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  await child.stop('SIGTERM', 100)
  expect(await child.exited).toBe('signal SIGKILL')
})

test('what a process started ends with it', async () => {
  const lines: string[] = []
  const child = await start(
    `const { spawn } = require('node:child_process')
     console.log(spawn(process.execPath, ['-e', '${SLEEP}']).pid); ${SLEEP}`,
    (line) => lines.push(line),
  )
  while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  const grandchild = recordProcess(Number(lines[0]))
  process.kill(child.pid, 'SIGKILL')
  await child.exited
  // The signal is sent by then; the process needs a moment to die of it.
  await expect.poll(() => grandchild && isStillRunning(grandchild)).toBe(false)
})

test('a program that does not exist is an error, not a child', async () => {
  const starting = startChild({ command: '/no/such/program', args: [], cwd: '/', env: {} })
  await expect(starting).rejects.toThrow('ENOENT')
})
