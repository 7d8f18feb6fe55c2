/** C04, C06, C09, the gate, hosts and proxies: what every answer carries and what no request gets past. */
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { createBrowser } from '../testing/browser.ts'
import { startWeb, type RunningWeb } from '../testing/start-web.ts'
import { createWorld, type World } from '../testing/world.ts'

let database: TestDatabase
let world: World
let web: RunningWeb
/** Behind a proxy that ends TLS. */
let proxied: RunningWeb

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database)
  const options = { databaseUrl: database.appUrl, encryptionKeys: world.encryptionKeys }
  web = await startWeb(options)
  proxied = await startWeb({
    ...options,
    publicUrl: new URL('https://portal.example.test'),
    trustedProxies: ['127.0.0.1'],
  })
})

afterAll(async () => {
  await Promise.all([web.close(), proxied.close()])
  await world.close()
  await database.drop()
})

/** Sends exactly these lines, since fetch sets Host itself. */
function raw(running: RunningWeb, lines: string[]): Promise<string> {
  const { port, hostname } = new URL(running.url)
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(port), hostname, () => {
      socket.write([...lines, 'Connection: close', '', ''].join('\r\n'))
    })
    socket.on('data', (bytes) => (answer += bytes.toString()))
    socket.on('end', () => {
      resolve(answer)
    })
    socket.on('error', reject)
  })
}

const statusOf = (answer: string): number => Number(answer.split(' ')[1])
const host = (): string => new URL(web.url).host

describe('every answer', () => {
  const paths: [string, string, number][] = [
    ['health', '/healthz', 200],
    ['readiness', '/readyz', 200],
    ['a page', '/t/northgate/home', 401],
    ['nothing', '/no/such/page', 404],
    ['an API that does not exist', '/api/none', 404],
    ['a stream without a session', '/live?tenant=northgate', 401],
    ['tRPC without its header', '/api/trpc/portal.session.get', 400],
    ['a download without a session', '/t/northgate/orders.csv', 401],
    ['a webhook address', '/webhooks/orders/x', 404],
    ['a broken escape', '/%E0%A4%A', 404],
    ['a hidden file', '/.env', 404],
    ['a repository', '/.git/config', 404],
    ['a source map', '/assets/root.js.map', 404],
  ]
  it.each(paths)('carries the headers: %s', async (_name, path, status) => {
    const answer = await fetch(web.url + path, { redirect: 'manual' })
    expect([path, answer.status]).toEqual([path, status])
    const header = (name: string): string => answer.headers.get(name) ?? ''
    expect(header('x-content-type-options')).toBe('nosniff')
    expect(header('referrer-policy')).toBe('same-origin')
    expect(header('cross-origin-opener-policy')).toBe('same-origin')
    expect(header('x-request-id')).toMatch(/^[\w-]{36}$/)
    expect(header('x-powered-by')).toBe('')
    expect(header('cache-control')).toContain('no-store')
    const csp = header('content-security-policy')
    expect(csp).toMatch(/script-src 'self' 'strict-dynamic' 'nonce-[\w-]{22}'/)
    expect(csp).toMatch(/style-src 'self' 'nonce-[\w-]{22}'/)
    for (const part of [
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
      'report-uri /csp-report',
    ]) {
      expect(csp).toContain(part)
    }
    expect(csp).not.toMatch(/unsafe/)
    expect(await answer.text()).not.toMatch(/node_modules|\.ts:\d+|stack/i)
  })

  it('has a nonce of its own', async () => {
    const nonces = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const { headers } = await fetch(`${web.url}/healthz`)
        return /nonce-([\w-]+)/.exec(headers.get('content-security-policy') ?? '')?.[1]
      }),
    )
    expect(new Set(nonces).size).toBe(20)
  })

  it('is bound to https where the portal is', async () => {
    const answer = await raw(proxied, ['GET /healthz HTTP/1.1', 'Host: anything'])
    expect(answer).toMatch(/strict-transport-security: max-age=63072000; includeSubDomains/i)
    expect(await raw(web, ['GET /healthz HTTP/1.1', 'Host: anything'])).not.toMatch(
      /strict-transport/i,
    )
  })

  it('says an error as a page to people and as JSON to programs', async () => {
    const page = await fetch(`${web.url}/no/such/page`, { headers: { accept: 'text/html' } })
    expect(page.headers.get('content-type')).toContain('text/html')
    const id = page.headers.get('x-request-id') ?? 'none'
    expect(await page.text()).toContain(id)
    const data = await fetch(`${web.url}/no/such/page`, { headers: { accept: 'application/json' } })
    expect(await data.json()).toMatchObject({ error: { code: 'not_found' } })
  })
})

describe('the host', () => {
  it('is the one of PUBLIC_URL; any other name gets 421, health excepted', async () => {
    for (const name of [
      'evil.test',
      `evil.test:${new URL(web.url).port}`,
      '127.0.0.1',
      `${host()}.evil.test`,
    ]) {
      expect(statusOf(await raw(web, ['GET / HTTP/1.1', `Host: ${name}`]))).toBe(421)
    }
    expect(statusOf(await raw(web, ['GET /healthz HTTP/1.1', 'Host: evil.test']))).toBe(200)
    expect(statusOf(await raw(web, ['GET / HTTP/1.1', `Host: ${host()}`]))).toBe(404)
  })

  it('may be forwarded by the configured proxy only', async () => {
    const forwarded = ['GET / HTTP/1.1', 'Host: inner', 'X-Forwarded-Host: portal.example.test']
    expect(statusOf(await raw(proxied, forwarded))).toBe(404)
    expect(
      statusOf(await raw(web, ['GET / HTTP/1.1', 'Host: inner', `X-Forwarded-Host: ${host()}`])),
    ).toBe(421)
  })

  it('takes a request id from the configured proxy only', async () => {
    const given = 'X-Request-Id: given-by-the-edge-1'
    expect(await raw(proxied, ['GET /healthz HTTP/1.1', 'Host: x', given])).toContain(
      'given-by-the-edge-1',
    )
    expect(await raw(web, ['GET /healthz HTTP/1.1', 'Host: x', given])).not.toContain(
      'given-by-the-edge-1',
    )
  })
})

describe('the gate before unsafe methods', () => {
  const post = (headers: Record<string, string>) =>
    fetch(`${web.url}/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ email: 'a@b.test', password: 'x' }),
    })

  it('passes what comes from our pages, by fetch metadata or by origin', async () => {
    expect((await post({ 'sec-fetch-site': 'same-origin' })).status).toBe(401)
    expect((await post({ origin: web.url })).status).toBe(401)
  })

  it.each([
    ['nothing', {}],
    ['cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['same-site', { 'sec-fetch-site': 'same-site' }],
    ['a person typing', { 'sec-fetch-site': 'none' }],
    ['a foreign origin', { origin: 'https://evil.test' }],
    ['a null origin', { origin: 'null' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['a prefix of our origin', { origin: 'http://127.0.0.1' }],
  ])('refuses %s', async (_name, headers) => {
    const answer = await post(headers)
    expect(answer.status).toBe(403)
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  it('answers no preflight, whoever asks', async () => {
    for (const origin of ['https://evil.test', 'null', `${web.url}.evil.test`, web.url]) {
      const answer = await fetch(`${web.url}/api/trpc/portal.session.get`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      })
      expect(answer.status).toBe(405)
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
    expect(statusOf(await raw(web, ['TRACE / HTTP/1.1', `Host: ${host()}`]))).toBe(405)
  })
})

describe('the rest', () => {
  it('remembers the last tenant in a cookie that is bound like the session', async () => {
    const browser = createBrowser(web.url)
    await browser.signIn(world.ours.members.admin.email)
    const page = await browser.fetch('/t/northgate/home')
    expect(await page.text()).toContain('The northgate')
    expect(page.headers.getSetCookie().join()).toMatch(
      /portside-tenant-\d+=northgate; Path=\/; HttpOnly; SameSite=Lax/,
    )
    const again = await browser.fetch('/t/northgate/home')
    expect(again.headers.getSetCookie()).toEqual([])
  })

  it('remembers no tenant that is not the own one, and none for nobody', async () => {
    const browser = createBrowser(web.url)
    const paths = ['/t/vellmar/home', '/t/no-such/home']
    const visit = async (path: string): Promise<string[]> =>
      (await browser.fetch(path)).headers.getSetCookie()
    expect(await Promise.all(paths.map(visit))).toEqual([[], []])
    await browser.signIn(world.ours.members.admin.email)
    expect(await Promise.all(paths.map(visit))).toEqual([[], []])
  })

  it('logs reports of violations, bounded, and takes them from our pages only', async () => {
    const report = (site: string) =>
      fetch(`${web.url}/csp-report`, {
        method: 'POST',
        headers: { 'content-type': 'application/csp-report', 'sec-fetch-site': site },
        body: JSON.stringify({ 'csp-report': { 'blocked-uri': 'inline-planted' } }),
      })
    expect((await report('same-origin')).status).toBe(204)
    expect((await report('cross-site')).status).toBe(403)
    expect(web.log()).toContain('inline-planted')
  })

  it('writes no session id, password or query into the log', async () => {
    const browser = createBrowser(web.url)
    await browser.signIn(world.ours.members.admin.email)
    await browser.fetch('/t/northgate/orders.csv?q=planted-words')
    const id = browser.cookie().split(/[=;]/)[1] ?? 'none'
    for (const secret of [id, 'correct horse', 'planted-words', world.secret, database.appUrl]) {
      expect(web.log()).not.toContain(secret)
    }
  })
})
