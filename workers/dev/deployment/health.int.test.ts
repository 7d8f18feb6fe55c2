import { spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'

let status = 200
const server = http.createServer((req, res) => {
  res.statusCode = req.url === '/healthz' ? status : 404
  res.end()
})
afterAll(() => server.close())

async function ask(role: 'web' | 'worker', env: Record<string, string>): Promise<[number, string]> {
  const file = path.join(import.meta.dirname, `${role}-health.ts`)
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const [code] = (await once(child, 'close')) as [number]
  return [code, said.trim()]
}

const worker = (address: string): Record<string, string> => ({
  DATABASE_WORKER_URL: 'postgres://nobody:nothing@127.0.0.1:1/none',
  ENCRYPTION_KEYS: 'k1:none',
  TEMPORAL_ADDRESS: address,
  TEMPORAL_NAMESPACE: 'no-worker-is-here',
})

test('web is healthy when it answers on its port, and not when it fails or is away', async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const PORT = String((server.address() as AddressInfo).port)
  expect(await ask('web', { PORT })).toEqual([0, ''])
  status = 500
  expect(await ask('web', { PORT })).toEqual([1, 'The web process answered 500.'])
  expect((await ask('web', { PORT: '1' }))[0]).toBe(1)
})

test('a worker that Temporal does not know, or cannot be asked about, is not healthy', async () => {
  const [known, reason] = await ask('worker', worker(inject('temporal').address))
  expect([known, reason]).toEqual([1, expect.stringContaining('no-worker-is-here')])
  expect((await ask('worker', worker('127.0.0.1:1')))[0]).toBe(1)
})
