/** A listener hears what is notified, and comes back by itself when its connection is cut. */
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { createListener } from './listen.ts'
import { createTestDatabase, type TestDatabase } from './testing/database.ts'

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

const cut = (): Promise<pg.QueryResult> =>
  client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'portside-listen'`,
  )

test('a cut connection is announced, replaced, and listens to every channel again', async () => {
  const said: string[] = []
  const turns: string[] = []
  const listener = createListener({
    url: database.appUrl,
    channels: ['one', 'two'],
    onNotify: (channel, payload) => said.push(`${channel} ${payload}`),
    onUp: () => turns.push('up'),
    onDown: () => turns.push('down'),
  })
  await vi.waitFor(() => expect(turns).toEqual(['up']), 15_000)
  await client.query(`select pg_notify('one', 'a'), pg_notify('two', 'b'), pg_notify('three', 'c')`)
  await vi.waitFor(() => expect(said).toEqual(['one a', 'two b']), 15_000)

  await cut()
  await vi.waitFor(() => expect(turns).toEqual(['up', 'down', 'up']), 15_000)
  await client.query(`select pg_notify('two', 'd')`)
  await vi.waitFor(() => expect(said.at(-1)).toBe('two d'), 15_000)

  await listener.close()
  expect(turns).toEqual(['up', 'down', 'up'])
})

test('a closed listener leaves no connection behind', async () => {
  let up = false
  const listener = createListener({
    url: database.appUrl,
    channels: ['one'],
    onNotify: () => undefined,
    onUp: () => (up = true),
  })
  await vi.waitFor(() => expect(up).toBe(true), 15_000)
  await listener.close()
  const count = `select count(*)::int as n from pg_stat_activity
    where datname = current_database() and application_name = 'portside-listen'`
  await vi.waitFor(
    async () => expect((await client.query<{ n: number }>(count)).rows[0]?.n).toBe(0),
    15_000,
  )
})

test('a server that does not let anybody in yet is tried again', async () => {
  const outside = new pg.Client({ connectionString: inject('postgres').superuserUrl })
  await outside.connect()
  await outside.query(`alter database ${database.name} with allow_connections false`)
  const turns: string[] = []
  const listener = createListener({
    url: database.appUrl,
    channels: ['one'],
    onNotify: () => undefined,
    onUp: () => turns.push('up'),
    onDown: () => turns.push('down'),
  })
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(turns).toEqual([])
  await outside.query(`alter database ${database.name} with allow_connections true`)
  await outside.end()
  await vi.waitFor(() => expect(turns).toEqual(['up']), 15_000)
  await listener.close()
})
