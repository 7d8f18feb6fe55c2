/** `/live` over HTTP and a real PostgreSQL: who hears what, resuming anywhere, and ending in time. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase, type Database } from '#db/client.ts'
import { withTenant } from '#db/tenant.ts'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { writeLiveEvents } from '#db/write/live-events.ts'
import type { Module, RolePreset } from '#workflows/contracts/access.ts'
import { newId, type RecordId } from '#workflows/contracts/ids.ts'
import { createBrowser, type Browser } from '../testing/browser.ts'
import { openEventStream, type EventStream } from '../testing/event-stream.ts'
import { startWeb, type RunningWeb } from '../testing/start-web.ts'
import { createWorld, type Tenant, type World } from '../testing/world.ts'

let database: TestDatabase
let world: World
let worker: Database
/** Two replicas that share nothing but PostgreSQL. */
let web: RunningWeb
let replica: RunningWeb
const open: EventStream[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database)
  worker = createDatabase({ url: database.workerUrl, name: 'test-worker', max: 2 })
  const options = { databaseUrl: database.appUrl, encryptionKeys: world.encryptionKeys }
  web = await startWeb(options)
  // Both answer for one public address, so that one cookie serves both.
  replica = await startWeb(options)
})

afterEach(() => {
  for (const stream of open.splice(0)) stream.close()
})

afterAll(async () => {
  await Promise.all([web.close(), replica.close()])
  await Promise.all([worker.close(), world.close()])
  await database.drop()
})

async function change(tenant: Tenant, options: { module?: Module; version?: number } = {}) {
  const { module = 'orders', version = 2 } = options
  const recordId = newId<RecordId>()
  const event = {
    module,
    kind: 'order' as const,
    recordId,
    version,
    ownerPersonIds: [],
    requestId: null,
  }
  await withTenant(worker, tenant.id, (trx) => writeLiveEvents(trx, [event]))
  return recordId
}

async function signedIn(email: string, at: RunningWeb = web): Promise<Browser> {
  const browser = createBrowser(at.url)
  expect((await browser.signIn(email)).status).toBe(303)
  return browser
}

async function listen(...args: Parameters<typeof openEventStream>): Promise<EventStream> {
  const stream = await openEventStream(...args)
  open.push(stream)
  return stream
}

const asMember = async (role: RolePreset = 'admin'): Promise<Browser> =>
  signedIn(world.ours.members[role].email)

describe('an open stream', () => {
  it('starts with a cursor and hears a change of its tenant at once, as ids only', async () => {
    const stream = await listen(await asMember())
    const first = await stream.until(() => true)
    expect(first).toMatchObject({ event: 'ping' })
    expect(first.id).toMatch(/^[\w-]{48}$/)
    const id = await change(world.ours)
    const heard = await stream.until(({ event }) => event === 'change', 1_000)
    expect(heard.data).toEqual([{ module: 'orders', kind: 'order', id, version: 2 }])
    expect(heard.id).not.toBe(first.id)
  })

  it('carries headers that keep proxies from storing or transforming it', async () => {
    const { status, headers } = await listen(await asMember())
    expect(status).toBe(200)
    expect(headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(headers.get('cache-control')).toMatch(/no-store.*no-transform/)
    expect(headers.get('x-accel-buffering')).toBe('no')
    expect(headers.get('content-encoding')).toBeNull()
    expect(headers.get('content-security-policy')).toContain("object-src 'none'")
  })

  it('hears nothing of another tenant', async () => {
    const stream = await listen(await asMember())
    await stream.until(() => true)
    await change(world.theirs)
    const own = await change(world.ours)
    await stream.until(({ event }) => event === 'change')
    expect(stream.events.filter(({ event }) => event === 'change')).toHaveLength(1)
    expect(JSON.stringify(stream.events)).toContain(own)
  })

  it('is told of modules the role has, and of no others', async () => {
    const stream = await listen(await asMember('billing'))
    await stream.until(() => true)
    await change(world.ours, { module: 'orders' })
    const invoice = await change(world.ours, { module: 'billing' })
    const heard = await stream.until(({ event }) => event === 'change')
    expect(heard.data).toMatchObject([{ id: invoice }])
  })

  it('gets a burst as few messages, and every record in them', async () => {
    const stream = await listen(await asMember())
    await stream.until(() => true)
    const ids: string[] = []
    for (let i = 0; i < 30; i++) ids.push(await change(world.ours))
    await expect
      .poll(() => ids.every((id) => JSON.stringify(stream.events).includes(id)), { timeout: 5_000 })
      .toBe(true)
    const messages = stream.events.filter(({ event }) => event === 'change')
    expect(messages.length).toBeLessThan(ids.length)
    const heard = messages.flatMap(({ data }) => data as { id: string }[]).map(({ id }) => id)
    expect(heard).toEqual(ids)
  })
})

describe('resuming', () => {
  it('continues after the last event on another replica, without a gap or a repeat', async () => {
    const email = world.ours.members.admin.email
    const first = await listen(await signedIn(email))
    await first.until(() => true)
    await change(world.ours)
    await first.until(({ event }) => event === 'change')
    first.close()
    const missed = [await change(world.ours), await change(world.ours)]
    const second = await listen(await signedIn(email, replica), { lastEventId: first.lastId() })
    const caughtUp = await second.until(() => true)
    expect(caughtUp.event).toBe('change')
    expect((caughtUp.data as { id: string }[]).map(({ id }) => id)).toEqual(missed)
    const next = await change(world.ours)
    const heard = await second.until(({ data }) => JSON.stringify(data).includes(next))
    expect(heard.data).toHaveLength(1)
  })

  it('goes on from the cursor of a rendered page, so that nothing between page and stream is lost', async () => {
    const browser = await asMember()
    const session = await browser.query('portal.session.get')
    const { liveCursor } = session.data as { liveCursor: string }
    const id = await change(world.ours)
    const stream = await listen(browser, { after: liveCursor })
    expect(await stream.until(() => true)).toMatchObject({ event: 'change', data: [{ id }] })
  })

  it('resets for a foreign, unknown, altered or outlived cursor, and tells them apart for nobody', async () => {
    const browser = await asMember()
    const foreign = web.parts.services.cursors.write(world.theirs.id, 0)
    const future = web.parts.services.cursors.write(world.ours.id, 10_000_000)
    const outlived = web.parts.services.cursors.write(world.ours.id, 1)
    await world.sql.query('delete from live_events where tenant_id = $1 and position <= 3', [
      world.ours.id,
    ])
    const first: unknown[] = []
    for (const lastEventId of [foreign, future, outlived, 'nonsense', 'a'.repeat(48)]) {
      const stream = await listen(browser, { lastEventId })
      const { event, data, id } = await stream.until(() => true)
      first.push([event, data])
      expect(web.parts.services.cursors.read(world.ours.id, id)).not.toBeNull()
      stream.close()
    }
    expect(new Set(first.map((each) => JSON.stringify(each)))).toEqual(new Set(['["reset",{}]']))
  })
})

describe('rights', () => {
  it('refuses a stream without a session, and one of a foreign or unknown tenant alike', async () => {
    const anonymous = await createBrowser(web.url).fetch('/live?tenant=northgate')
    expect(anonymous.status).toBe(401)
    const browser = await asMember()
    const answers = await Promise.all(
      ['vellmar', 'no-such-tenant', ''].map((tenant) => browser.fetch(`/live?tenant=${tenant}`)),
    )
    const bodies = await Promise.all(answers.map((answer) => answer.text()))
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
    expect(new Set(bodies.map((body) => body.replace(/"requestId":"[^"]+"/, '')))).toHaveProperty(
      'size',
      1,
    )
  })

  it('ends the streams of a session within five seconds of signing out, on every replica', async () => {
    const browser = await asMember()
    const here = await listen(browser)
    const cookie = browser.cookie().replaceAll(new URL(web.url).port, new URL(replica.url).port)
    const there = await listen({
      ...createBrowser(replica.url),
      fetch: (path, init) =>
        createBrowser(replica.url).fetch(path, {
          ...init,
          headers: { ...Object.fromEntries(new Headers(init?.headers)), cookie },
        }),
    })
    await Promise.all([here.until(() => true), there.until(() => true)])
    const started = performance.now()
    await browser.signOut()
    await Promise.all([here.ended, there.ended])
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('follows a changed role at once: the page resets and hears what the new role may', async () => {
    const member = await world.addMember(world.ours, 'billing')
    const stream = await listen(await signedIn(member.email))
    await stream.until(() => true)
    await change(world.ours)
    const invoice = await change(world.ours, { module: 'billing' })
    expect((await stream.until(({ event }) => event === 'change')).data).toMatchObject([
      { id: invoice },
    ])
    await world.sql.query('update memberships set role = $1 where person_id = $2', [
      'project',
      member.id,
    ])
    await stream.until(({ event }) => event === 'reset')
    const id = await change(world.ours)
    await stream.until(({ data }) => JSON.stringify(data).includes(id))
  })

  it('ends when the membership, the person or the tenant goes, and when inactivity runs out', async () => {
    const endings: [string, (id: string) => [string, unknown[]]][] = [
      ['membership', (id) => ['delete from memberships where person_id = $1', [id]]],
      ['person', (id) => ['update people set disabled_at = now() where id = $1', [id]]],
      [
        'inactivity',
        (id) => [
          "update sessions set seen_at = now() - interval '31 minutes' where person_id = $1",
          [id],
        ],
      ],
    ]
    for (const [, end] of endings) {
      const member = await world.addMember(world.ours, 'admin')
      const stream = await listen(await signedIn(member.email))
      await stream.until(() => true)
      const started = performance.now()
      await world.sql.query(...end(member.id))
      await stream.ended
      expect(performance.now() - started).toBeLessThan(5_000)
    }
  })

  it('ends when the tenant is suspended, as does every request', async () => {
    const browser = await signedIn(world.theirs.members.admin.email)
    const stream = await listen(browser, { tenant: 'vellmar' })
    await stream.until(() => true)
    const suspend = (state: string) =>
      world.sql.query('update tenants set state = $1 where id = $2', [state, world.theirs.id])
    await suspend('suspended')
    await stream.ended
    expect((await browser.query('portal.session.get', { tenant: 'vellmar' })).status).toBe(404)
    await suspend('active')
  })

  it('bounds the streams of one session', async () => {
    const browser = await asMember()
    const streams: EventStream[] = []
    for (let i = 0; i < 12; i++) {
      const stream = await listen(browser)
      await stream.until(() => true)
      streams.push(stream)
    }
    expect(streams.every(({ status }) => status === 200)).toBe(true)
    expect((await browser.fetch('/live?tenant=northgate')).status).toBe(429)
    streams[0]?.close()
    await expect.poll(async () => (await listen(browser)).status).toBe(200)
  })

  it('holds no database connection per stream', async () => {
    const browsers = await Promise.all(Array.from({ length: 4 }, () => asMember()))
    for (const browser of browsers) {
      for (let i = 0; i < 10; i++) await (await listen(browser)).until(() => true)
    }
    const { rows } = await world.sql.query<{ n: string }>(
      "select count(*) as n from pg_stat_activity where datname = $1 and usename = 'portside_app'",
      [database.name],
    )
    expect(open.length).toBeGreaterThanOrEqual(40)
    // Both replicas together: pools for pages and intake, and one LISTEN each.
    expect(Number(rows[0]?.n)).toBeLessThan(34)
  })
})
