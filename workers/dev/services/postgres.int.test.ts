import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startPostgres, type RunningPostgres } from './postgres.ts'
import { removePostgresHome } from './postgres-home.ts'

let folder = ''
let running: RunningPostgres | undefined

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'portside-locked-'))
  await fs.chmod(folder, 0o700)
})

afterEach(async () => {
  await running?.stop()
  running = undefined
  await removePostgresHome(path.join(folder, 'data'))
  await fs.rm(folder, { recursive: true, force: true })
})

async function start(port?: number): Promise<RunningPostgres> {
  const options = { dataDir: path.join(folder, 'data'), lasting: false }
  running = await startPostgres(port === undefined ? options : { ...options, port })
  return running
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

test('a cluster whose folder nobody else may enter starts, as root too', async () => {
  const { superuserUrl } = await start()
  expect(await query(superuserUrl, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('the server never runs as root', async () => {
  const { pid } = await start()
  const status = await fs.readFile(`/proc/${pid}/status`, 'utf8').catch(() => 'Uid:\t1')
  expect(/^Uid:\t(\d+)/m.exec(status)?.[1]).not.toBe('0')
})

test('a killed server comes back on the same port with the same data', async () => {
  const first = await start()
  await query(first.superuserUrl, 'create table kept as select 7 as value')
  process.kill(first.pid, 'SIGKILL')
  await first.exited
  const second = await start(first.port)
  expect(second.superuserUrl).toBe(first.superuserUrl)
  expect(await query(second.superuserUrl, 'select value from kept')).toEqual([{ value: 7 }])
})

test('a busy port is named instead of silently replaced', async () => {
  const first = await start()
  const other = path.join(folder, 'other')
  await expect(startPostgres({ dataDir: other, port: first.port, lasting: false })).rejects.toThrow(
    `PostgreSQL cannot have port ${first.port}`,
  )
  await removePostgresHome(other)
})

test('removing a cluster leaves nothing of it', async () => {
  const started = await start()
  await started.stop()
  await removePostgresHome(path.join(folder, 'data'))
  await expect(fs.stat(started.home)).rejects.toThrow('ENOENT')
})
