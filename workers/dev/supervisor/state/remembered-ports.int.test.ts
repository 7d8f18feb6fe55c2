import fs from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findPortHolder } from '../../process/port-holder.ts'
import { requireWebPort } from './claim.ts'
import { choosePorts } from './remembered-ports.ts'

let folder = ''
let thief: Server | undefined

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'portside-ports-'))
})

afterEach(async () => {
  await new Promise((resolve) => (thief ? thief.close(resolve) : resolve(undefined)))
  thief = undefined
  await fs.rm(folder, { recursive: true, force: true })
})

async function take(port: number): Promise<void> {
  const server = createServer()
  thief = server
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
}

test('a second start has the ports of the first', async () => {
  const first = await choosePorts(folder, true)
  expect(await choosePorts(folder, true)).toEqual(first)
  expect(new Set(Object.values(first)).size).toBe(5)
  expect(Math.max(...Object.values(first))).toBeLessThan(32_768)
})

test('a port that somebody took meanwhile is replaced, the others stay', async () => {
  const first = await choosePorts(folder, true)
  await take(first.sandbox)
  const second = await choosePorts(folder, true)
  expect(second).toEqual({ ...first, sandbox: second.sandbox })
  expect(second.sandbox).not.toBe(first.sandbox)
})

test('a process beside a running instance leaves the ports as they are', async () => {
  const first = await choosePorts(folder, true)
  await take(first.postgres)
  expect(await choosePorts(folder, false)).toEqual(first)
})

test('a busy port for the web process is named together with another one to take', async () => {
  const { sandbox: port } = await choosePorts(folder, true)
  await take(port)
  const holder = (await findPortHolder(port)) ?? 'another program'
  await expect(requireWebPort(port)).rejects.toThrow(
    `Port ${port} is in use by ${holder}. Stop it, or choose another port: npm start -- --port ${port + 1}`,
  )
})
