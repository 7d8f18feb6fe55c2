import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { startChild } from '../process/child.ts'
import { findFreePort } from '../process/ports.ts'
import { until } from '../process/until.ts'
import { keepRunning, type Running } from './keeper.ts'

/** An HTTP server of one line in a process of its own; it answers with its pid. */
async function startServer(port: number): Promise<Running> {
  const script = `require('node:http').createServer((_, r) => r.end(String(process.pid))).listen(${port}, '127.0.0.1')`
  const child = await startChild({
    command: process.execPath,
    args: ['-e', script],
    cwd: '/',
    env: {},
  })
  await until(() => ask(port), {
    timeoutMs: 10_000,
    failed: () => (child.isRunning() ? undefined : new Error('port taken')),
  })
  return { pid: child.pid, exited: child.exited, stop: () => child.stop() }
}

async function ask(port: number): Promise<number> {
  return Number(await (await fetch(`http://127.0.0.1:${port}/`)).text())
}

test('a process that was killed serves again on the same port', async () => {
  const port = await findFreePort()
  const kept = await keepRunning(
    { name: 'server', start: () => startServer(port) },
    { restartDelayMs: 10, log: () => undefined },
  )
  const first = await ask(port)
  process.kill(first, 'SIGKILL')
  await expect.poll(() => kept.pid()).not.toBe(first)
  expect(await ask(port)).toBe(kept.pid())
  await kept.stop()
  await expect(ask(port)).rejects.toThrow('fetch failed')
})

test('a process whose port was taken meanwhile comes back when the port is free', async () => {
  const port = await findFreePort()
  const lines: string[] = []
  const kept = await keepRunning(
    { name: 'server', start: () => startServer(port) },
    { restartDelayMs: 200, log: (line) => lines.push(line) },
  )
  const first = kept.pid()
  process.kill(first, 'SIGKILL')
  await expect.poll(() => lines).toContain('server ended (signal SIGKILL)')
  const thief = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => thief.listen(port, '127.0.0.1', resolve))
  await expect.poll(() => lines, { timeout: 10_000 }).toContain('server did not start: port taken')
  await new Promise((resolve) => thief.close(resolve))
  await expect.poll(() => kept.pid(), { timeout: 10_000 }).not.toBe(first)
  await kept.stop()
})
