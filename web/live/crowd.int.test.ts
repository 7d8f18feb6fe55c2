/** L06: two hundred streams on one process. They hold no database connection, hear each change once, and leave nothing. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDatabase, type Database } from '#db/client.ts'
import { withTenant } from '#db/tenant.ts'
import { writeLiveEvents } from '#db/write/live-events.ts'
import { newId, type RecordId } from '#workflows/contracts/ids.ts'
import { createBrowser, type Browser } from '../testing/browser.ts'
import { openEventStream, type EventStream } from '../testing/event-stream.ts'
import { openWeb } from '../testing/open-web.ts'
import type { Tenant } from '../testing/world.ts'

const SESSIONS = 20
const STREAMS_EACH = 10
const CHANGES = 10
/** What the process may hold however many listen: its pools for pages and intake, and the line that LISTENs. */
const POOLS = 12 + 3 + 1

const { database, world, web } = await openWeb()
let worker: Database

beforeAll(() => {
  worker = createDatabase({ url: database.workerUrl, name: 'test-worker', max: 1 })
})
afterAll(() => worker.close())

async function signedIn(email: string): Promise<Browser> {
  const browser = createBrowser(web.url)
  expect((await browser.signIn(email)).status).toBe(303)
  return browser
}

async function openStreams(
  browser: Browser,
  { count, tenant }: { count: number; tenant: string },
): Promise<EventStream[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const stream = await openEventStream(browser, { tenant })
      await stream.until(({ event }) => event === 'ping', 30_000)
      return stream
    }),
  )
}

async function change(tenant: Tenant): Promise<RecordId> {
  const recordId = newId<RecordId>()
  const event = { module: 'orders', kind: 'order', recordId, version: 2 } as const
  await withTenant(worker, tenant.id, (trx) =>
    writeLiveEvents(trx, [{ ...event, ownerPersonIds: [], requestId: null }]),
  )
  return recordId
}

const heardBy = ({ events }: EventStream): string[] =>
  events
    .filter(({ event }) => event === 'change')
    .flatMap(({ data }) => (data as { id: string }[]).map(({ id }) => id))

/** Of the app role in this database; `held` are those in use at this moment. */
async function connections(): Promise<{ open: number; held: number }> {
  const { rows } = await world.sql.query<{ open: number; held: number }>(
    `select count(*)::int as open, (count(*) filter (where state <> 'idle'))::int as held
     from pg_stat_activity where datname = $1 and usename = 'portside_app'`,
    [database.name],
  )
  return rows[0] ?? { open: 0, held: 0 }
}

const deliveries = (): number => web.log().split('"live events sent"').length - 1

it('two hundred streams need no connection each, hear every change once and in order, and leave nothing', async () => {
  const browsers: Browser[] = []
  const streams: EventStream[] = []
  for (let at = 0; at < SESSIONS; at++) {
    const browser = await signedIn(world.ours.members.admin.email)
    browsers.push(browser)
    streams.push(...(await openStreams(browser, { count: STREAMS_EACH, tenant: 'northgate' })))
  }
  expect(web.parts.hub.size).toBe(SESSIONS * STREAMS_EACH)

  const ids: string[] = []
  for (let at = 0; at < CHANGES; at++) ids.push(await change(world.ours))
  await expect
    .poll(() => streams.every((s) => heardBy(s).length >= CHANGES), { timeout: 30_000 })
    .toBe(true)
  expect(streams.map(heardBy)).toEqual(streams.map(() => ids))

  await expect.poll(async () => (await connections()).held).toBe(0)
  expect((await connections()).open).toBeLessThanOrEqual(POOLS)
  expect((await browsers[0]?.query('portal.session.get'))?.status).toBe(200)

  for (const stream of streams) stream.close()
  await expect.poll(() => web.parts.hub.size).toBe(0)
  // Nobody reads for a tenant that nobody watches any more: its change comes before the other tenant's, unread.
  const before = deliveries()
  const theirs = await signedIn(world.theirs.members.admin.email)
  const [watcher] = await openStreams(theirs, { count: 1, tenant: 'vellmar' })
  await change(world.ours)
  const id = await change(world.theirs)
  await watcher?.until(({ data }) => JSON.stringify(data).includes(id), 30_000)
  expect(deliveries() - before).toBe(1)
  watcher?.close()
  // Of the sessions nothing is counted any more either.
  const [again] = browsers
  if (again) {
    const reopened = await openStreams(again, { count: 12, tenant: 'northgate' })
    expect(reopened.map(({ status }) => status)).toEqual(Array(12).fill(200))
    for (const stream of reopened) stream.close()
  }
}, 120_000)
