/** The process itself: T04 and P14 at its start, life without Temporal, and an orderly end. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { createWorld, type World } from '../testing/world.ts'

let database: TestDatabase
let world: World
const children: ChildProcess[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database)
})

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

afterAll(async () => {
  await world.close()
  await database.drop()
})

interface Run {
  child: ChildProcess
  output: () => string
  /** Exit code; null when a signal ended it. */
  exit: Promise<number | null>
}

function run(env: Record<string, string>, args: string[] = []): Run {
  const projectDir = path.resolve(import.meta.dirname, '../..')
  const child = spawn(process.execPath, ['web/server/main.ts', ...args], {
    cwd: projectDir,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
  })
  children.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => (output += bytes.toString()))
  }
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve))
  return { child, output: () => output, exit }
}

const baseEnv = (): Record<string, string> => ({
  DATABASE_URL: database.appUrl,
  ENCRYPTION_KEYS: world.encryptionKeys,
  TEMPORAL_ADDRESS: '127.0.0.1:9',
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

it.each([
  ['the owner of the tables', 'ownerUrl'],
  ['a superuser', 'superuserUrl'],
] as const)('refuses to start as %s, and keeps the password to itself', async (_name, dsn) => {
  const { exit, output } = run({ ...baseEnv(), DATABASE_URL: database[dsn] })
  expect(await exit).not.toBe(0)
  expect(output()).toContain('Refusing to start')
  expect(output()).not.toContain(new URL(database[dsn]).password)
})

it('refuses weak secrets in production and names the variable', async () => {
  const env = { ...baseEnv(), NODE_ENV: 'production', PUBLIC_URL: 'http://localhost:3000' }
  const { exit, output } = run({ ...env, ENCRYPTION_KEYS: 'k1:c2hvcnQ=' })
  expect(await exit).not.toBe(0)
  expect(output()).toContain('ENCRYPTION_KEYS is wrong')
  expect(output()).not.toContain('c2hvcnQ=')
})

it('starts without Temporal, says so to probes only, and ends in order', async () => {
  const port = await freePort()
  const env = { ...baseEnv(), METRICS_PORT: '0' }
  const { child, exit, output } = run(env, ['--port', String(port)])
  const url = `http://localhost:${String(port)}`
  const statusOf = (address: string): Promise<number> =>
    fetch(url + address).then(
      (answer) => answer.status,
      () => 0,
    )
  await expect.poll(() => statusOf('/healthz'), { timeout: 25_000 }).toBe(200)
  expect(await statusOf('/readyz')).toBe(503)
  expect(await statusOf('/api/trpc/portal.session.get')).toBe(400)
  const metricsPort = /"port":(\d+),"host":"127.0.0.1","msg":"metrics are served"/.exec(
    output(),
  )?.[1]
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort ?? ''}/metrics`)).text()
  expect(metrics).toContain(
    'portside_http_request_duration_seconds_count{method="GET",route="/readyz",status="5xx"} ',
  )
  expect(await statusOf('/metrics')).toBe(404)
  child.kill('SIGTERM')
  expect([await exit, output()]).toEqual([0, expect.stringContaining('web is ready')])
})
