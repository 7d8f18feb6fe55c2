/** C02, C08, C09, U09: what the endpoint refuses, quickly and without telling about itself. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { createBrowser, type Browser } from '../testing/browser.ts'
import { PostgresProxy } from '../testing/postgres-proxy.ts'
import { wholeList } from '../testing/procedures.ts'
import { startWeb, type RunningWeb } from '../testing/start-web.ts'
import { createWorld, type World } from '../testing/world.ts'

let database: TestDatabase
let world: World
let proxy: PostgresProxy
let web: RunningWeb
let browser: Browser

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database)
  proxy = new PostgresProxy(database.appUrl)
  web = await startWeb({ databaseUrl: await proxy.listen(), encryptionKeys: world.encryptionKeys })
  browser = createBrowser(web.url)
  await browser.signIn(world.ours.members.admin.email)
})

afterAll(async () => {
  await web.close()
  await proxy.close()
  await world.close()
  await database.drop()
})

const ours = { 'x-portside-tenant': 'northgate', 'content-type': 'application/json' }
const INSIDES = /at .*\.ts|node_modules|select |insert |pg_|ECONN|127\.0\.0\.1|postgres|zod|stack/i

describe('the tRPC endpoint', () => {
  it('takes requests with our header only, and JSON bodies only', async () => {
    const bare = await browser.fetch('/api/trpc/portal.session.get')
    expect(bare.status).toBe(400)
    for (const type of [
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
    ]) {
      const answer = await browser.fetch('/api/trpc/portal.session.get', {
        method: 'POST',
        headers: { ...ours, 'content-type': type },
        body: '{}',
      })
      expect(answer.status).toBe(415)
    }
  })

  it('refuses a batch of more than ten', async () => {
    const batch = (count: number) =>
      browser.fetch(
        `/api/trpc/${Array.from({ length: count }, () => 'portal.session.get').join(',')}?batch=1&input={}`,
        { headers: ours },
      )
    expect((await batch(10)).status).toBe(200)
    expect((await batch(11)).status).toBe(400)
    const large = await batch(500)
    expect(large.status).toBeGreaterThanOrEqual(400)
    expect(large.status).toBeLessThan(500)
  })

  it.each(['__proto__', 'constructor', 'portal.__proto__', 'toString', 'portal.orders', '..%2f..'])(
    'knows no procedure %s',
    async (path) => {
      const answer = await browser.query(path)
      expect(answer.status).toBe(404)
      expect(answer.text).not.toMatch(INSIDES)
    },
  )

  it('refuses a query by POST, OPTIONS, TRACE and PUT with no effect', async () => {
    expect(
      (
        await browser.fetch('/api/trpc/portal.session.get', {
          method: 'POST',
          headers: ours,
          body: '{}',
        })
      ).status,
    ).toBe(405)
    for (const method of ['OPTIONS', 'PUT', 'DELETE', 'PATCH']) {
      expect(
        (await browser.fetch('/api/trpc/portal.session.get', { method, headers: ours })).status,
      ).toBe(405)
    }
  })

  it.each([
    ['limit 0', { ...wholeList, limit: 0 }],
    ['limit 1e9', { ...wholeList, limit: 1e9 }],
    ['limit as text', { ...wholeList, limit: '50' }],
    ['a negative limit', { ...wholeList, limit: -1 }],
    ['an undeclared sort', { ...wholeList, sort: 'tenant_id' }],
    ['an altered cursor', { ...wholeList, cursor: 'W10' }],
    ['an SQL cursor', { ...wholeList, cursor: "'; drop table orders" }],
    ['a date that does not exist', { ...wholeList, placedFrom: '2026-02-30' }],
    ['an unknown state', { ...wholeList, states: ['lost'] }],
    ['long words', { ...wholeList, q: 'x'.repeat(101) }],
    ['nothing', undefined],
    ['a list', []],
    ['deep nesting', JSON.parse('['.repeat(1_500) + ']'.repeat(1_500))],
    ['a prototype', JSON.parse('{"__proto__":{"limit":5}}')],
  ])('answers 400 to %s, quickly and without its insides', async (_name, input) => {
    const started = performance.now()
    const answer = await browser.query('portal.orders.list', { input })
    expect(answer.status).toBe(400)
    expect(performance.now() - started).toBeLessThan(500)
    expect(answer.text).not.toMatch(/at .*\.ts|node_modules|select |stack/i)
    expect(answer.text).toMatch(/"requestId":"[\w-]+"/)
  })

  it.each(['%_%_%', '\\', "'", 'a'.repeat(100), '\u0000', '\ud800', '💥', '🇩🇪‏', '$1', '{{7*7}}'])(
    'searches for %j like for any other words',
    async (text) => {
      const answer = await browser.query('portal.orders.search', { input: { text, limit: 5 } })
      expect(answer.status).toBe(200)
    },
  )

  it('refuses a path of a megabyte at the door', async () => {
    const answer = await fetch(`${web.url}/api/trpc/${'a'.repeat(2 ** 20)}`).catch(() => null)
    expect(answer?.status ?? 431).toBe(431)
  })

  it('says 503 and an id, and nothing else, when the database is gone', async () => {
    proxy.cut()
    const answer = await browser.query('portal.session.get')
    proxy.heal()
    expect(answer).toMatchObject({ status: 503, error: { code: 'SERVICE_UNAVAILABLE' } })
    expect(answer.text).not.toMatch(INSIDES)
    const id = answer.headers.get('x-request-id') ?? 'none'
    expect(answer.text).toContain(id)
    expect(web.log()).toContain(id)
    await expect.poll(async () => (await browser.query('portal.session.get')).status).toBe(200)
  })
})
