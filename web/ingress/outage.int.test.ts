/** PostgreSQL away or hanging: senders are told to come again, nothing is lost, and the process stays up. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { orderEvent, sendWebhook } from '../testing/order-webhook.ts'
import { PostgresProxy } from '../testing/postgres-proxy.ts'
import { startWeb, type RunningWeb } from '../testing/start-web.ts'
import { createWorld, type World } from '../testing/world.ts'

let database: TestDatabase
let world: World
let proxy: PostgresProxy
let web: RunningWeb

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database)
  proxy = new PostgresProxy(database.appUrl)
  web = await startWeb({ databaseUrl: await proxy.listen(), encryptionKeys: world.encryptionKeys })
})

afterAll(async () => {
  await web.close()
  await proxy.close()
  await world.close()
  await database.drop()
})

beforeEach(() => {
  proxy.heal()
})

const send = (id: string): Promise<Response> =>
  sendWebhook({
    url: web.url,
    connectionId: world.connectionId,
    secret: world.secret,
    body: orderEvent({ customer: world.ours.customerId }),
    id,
  })

async function stored(id: string): Promise<number> {
  const { rows } = await world.sql.query('select 1 from inbox where event_key = $1', [id])
  return rows.length
}

async function expectComeAgain(answer: Response): Promise<void> {
  expect(answer.status).toBe(503)
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await answer.text()).not.toMatch(/ECONN|postgres|127\.0\.0\.1|inbox|stack/i)
}

it('answers 503 with Retry-After while PostgreSQL refuses connections, and 202 when it is back', async () => {
  expect((await send('before')).status).toBe(202)
  proxy.cut()
  await expectComeAgain(await send('during'))
  expect((await fetch(`${web.url}/healthz`)).status).toBe(200)
  const ready = await fetch(`${web.url}/readyz`)
  expect(ready.status).toBe(503)
  expect(await ready.json()).toEqual({ status: 'unavailable' })
  expect(await stored('during')).toBe(0)
  proxy.heal()
  expect((await send('during')).status).toBe(202)
  expect(await stored('during')).toBe(1)
})

it('answers 503 in time while PostgreSQL hangs, to many senders at once', async () => {
  expect((await send('warm')).status).toBe(202)
  proxy.freeze()
  const started = performance.now()
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => send(`hang_${String(i)}`)))
  expect(performance.now() - started).toBeLessThan(9_500)
  for (const answer of answers) await expectComeAgain(answer)
  proxy.heal()
  await expect.poll(async () => (await send('after')).status, { timeout: 10_000 }).toBe(202)
})

it('answers 503 while PostgreSQL takes no writes, as a standby does, and 202 afterwards', async () => {
  const role = new URL(database.appUrl).username
  const takeWrites = (yes: boolean) =>
    world.sql.query(
      `alter role ${role} in database ${database.name} set default_transaction_read_only = ${yes ? 'off' : 'on'}`,
    )
  await takeWrites(false)
  // A connection keeps what it began with.
  const own = 'where usename = $1 and datname = $2'
  const end = `select pg_terminate_backend(pid) from pg_stat_activity ${own}`
  await world.sql.query(end, [role, database.name])
  await expect.poll(async () => (await send('read-only')).status).toBe(503)
  await expectComeAgain(await send('read-only'))
  expect(await stored('read-only')).toBe(0)
  await takeWrites(true)
  await expect.poll(async () => (await send('read-only')).status).toBe(202)
})

it('answers 503 while the disk is full, to each event alone as well, and 202 afterwards', async () => {
  await world.sql.query(`
    create function disk_full() returns trigger language plpgsql as $$ begin
      raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
    create trigger disk_full before insert on inbox for each row execute function disk_full()`)
  const ids = Array.from({ length: 8 }, (_, at) => `full_${at}`)
  for (const answer of await Promise.all(ids.map(send))) await expectComeAgain(answer)
  expect((await fetch(`${web.url}/healthz`)).status).toBe(200)
  await world.sql.query('drop trigger disk_full on inbox')
  expect((await Promise.all(ids.map(send))).map(({ status }) => status)).toEqual(ids.map(() => 202))
  for (const id of ids) expect(await stored(id)).toBe(1)
})
