/** C06, N05, P15: what every answer and every cookie carries, and what is shown to nobody. */
import type { AddressInfo } from 'node:net'
import http from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { createBrowser, type Browser } from '../testing/browser.ts'
import { fillAddress, pageAddresses } from '../testing/probes/addresses.ts'
import { proceduresOf } from '../testing/probes/router-procedures.ts'
import { addStaff } from '../testing/staff.ts'
import { startWeb, type RunningWeb } from '../testing/start-web.ts'
import { createWorld, type World } from '../testing/world.ts'
import { appRouter } from '../trpc/router.ts'
import { createApp } from './app.ts'

let database: TestDatabase
let world: World
let web: RunningWeb
/** Browsers reach it by https. */
let secure: RunningWeb
let browser: Browser

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database)
  const options = {
    databaseUrl: database.appUrl,
    staffUrl: database.staffUrl,
    encryptionKeys: world.encryptionKeys,
  }
  web = await startWeb(options)
  secure = await startWeb({
    ...options,
    publicUrl: new URL('https://portal.example.test'),
    trustedProxies: ['127.0.0.1'],
  })
  browser = createBrowser(web.url)
  await browser.signIn(world.ours.members.admin.email)
})

afterAll(async () => {
  await Promise.all([web.close(), secure.close()])
  await world.close()
  await database.drop()
})

const HEADERS: Readonly<Record<string, RegExp>> = {
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^same-origin$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'x-frame-options': /^DENY$/,
  'permissions-policy': /camera=\(\)/,
  'cache-control': /no-store/,
  'x-request-id': /^[\w-]{36}$/,
  'content-security-policy':
    /script-src 'self' 'strict-dynamic' 'nonce-[\w-]{22}'.*object-src 'none';base-uri 'none';frame-ancestors 'none'/,
}

function missingIn({ headers }: Response): string[] {
  const wrong = Object.entries(HEADERS).filter(
    ([name, pattern]) => !pattern.test(headers.get(name) ?? ''),
  )
  const csp = headers.get('content-security-policy') ?? ''
  return [
    ...wrong.map(([name]) => `${name}: ${String(headers.get(name))}`),
    ...(/unsafe-|\*/.test(csp) ? [csp] : []),
    ...(headers.has('x-powered-by') || headers.has('server') ? ['it names its software'] : []),
  ]
}

describe('the headers', () => {
  it('are on every answer: pages, redirects, downloads, procedures, streams, refusals', async () => {
    const ids = { tenant: 'northgate', id: world.ours.orderIds[0] ?? '' }
    const paths = [
      ...pageAddresses().map(({ pattern }) => fillAddress(pattern, ids)),
      ...proceduresOf(appRouter).map(({ path }) => `/api/trpc/${path}`),
      ...['/t/northgate/orders.csv', '/t/northgate/invoices.csv', '/live?tenant=northgate'],
      ...['/healthz', '/readyz', '/api/none', '/webhooks/orders/x', '/%E0%A4%A', '/csp-report'],
    ]
    for (const who of [browser, createBrowser(web.url)]) {
      for (const path of paths) {
        for (const method of ['GET', 'POST', 'DELETE']) {
          const abort = new AbortController()
          const answer = await who.fetch(path, { method, signal: abort.signal })
          expect([method, path, missingIn(answer)]).toEqual([method, path, []])
          abort.abort()
        }
      }
    }
    const redirect = await createBrowser(web.url).signIn(world.ours.members.billing.email)
    expect([redirect.status, missingIn(redirect)]).toEqual([303, []])
  })

  it('are on an answer that nobody planned, which says nothing of what happened', async () => {
    const app = createApp({
      ...secure.parts,
      assets: null,
      pages: () => {
        throw Object.assign(new Error('select planted from secrets'), { stack: 'at /planted.ts:1' })
      },
    })
    const server = http.createServer(app)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/t/northgate/home`
    const answer = await new Promise<{ status: number; headers: Headers; text: string }>(
      (resolve, reject) => {
        http
          .get(url, { headers: { host: 'portal.example.test', accept: 'text/html' } }, (res) => {
            let text = ''
            res.on('data', (chunk: Buffer) => (text += chunk.toString()))
            res.on('end', () => {
              const headers = new Headers(
                Object.entries(res.headers).map(([name, value]) => [name, String(value)]),
              )
              resolve({ status: res.statusCode ?? 0, headers, text })
            })
          })
          .on('error', reject)
      },
    )
    server.close()
    expect(answer.status).toBe(500)
    expect(missingIn(new Response('', { headers: answer.headers }))).toEqual([])
    expect(answer.headers.get('strict-transport-security')).toMatch(/^max-age=63072000/)
    expect(answer.text).not.toMatch(/planted|select|\.ts/)
    expect(answer.text).toContain(answer.headers.get('x-request-id') ?? 'none')
  })
})

describe('every cookie', () => {
  /** Everything that sets one: both doors in and out, and a page. */
  async function cookiesOf(
    running: RunningWeb,
    headers: Record<string, string> = {},
  ): Promise<string[]> {
    const visitor = createBrowser(running.url)
    const send = (path: string, init: RequestInit = {}) =>
      visitor.fetch(path, {
        ...init,
        headers: { ...headers, ...Object.fromEntries(new Headers(init.headers)) },
      })
    const json = { 'content-type': 'application/json' }
    const staff = await addStaff(world, 'admin')
    const password = 'correct horse battery staple'
    const enter = (email: string) => ({
      method: 'POST',
      headers: json,
      body: JSON.stringify({ email, password }),
    })
    const answers = [
      await send('/sign-in', enter(world.ours.members.project.email)),
      await send('/t/northgate/home'),
      await send('/sign-out', { method: 'POST' }),
      await send('/admin/sign-in', enter(staff.email)),
      await send('/admin/sign-out', { method: 'POST' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([303, 200, 303, 303, 303])
    return answers.flatMap((answer) => answer.headers.getSetCookie())
  }

  it('is bound to the host, hidden from scripts, not sent by other sites, and small', async () => {
    const cookies = await cookiesOf(secure, {
      'x-forwarded-host': 'portal.example.test',
      'x-forwarded-proto': 'https',
    })
    expect(cookies.length).toBeGreaterThanOrEqual(5)
    for (const cookie of cookies) {
      expect(cookie).toMatch(
        /^__Host-portside[\w-]*=[\w-]*; Path=\/; HttpOnly; SameSite=(?:Lax|Strict); Secure(?:; Max-Age=\d+)?$/,
      )
      expect(cookie.length).toBeLessThan(4_096)
    }
  })

  it('is the same on loopback, but for what https alone allows', async () => {
    const { port } = new URL(web.url)
    for (const cookie of await cookiesOf(web)) {
      expect(cookie).toMatch(
        new RegExp(`^portside[\\w-]*-${port}=[\\w-]*; Path=/; HttpOnly; SameSite=(?:Lax|Strict)`),
      )
      expect(cookie).not.toMatch(/Domain|Secure/)
    }
  })
})

describe('without a session', () => {
  it.each([
    ...[
      '/metrics',
      '/debug',
      '/debug/pprof',
      '/status',
      '/server-status',
      '/actuator/health',
      '/info',
    ],
    ...[
      '/.env',
      '/.env.production',
      '/.git/HEAD',
      '/.git/config',
      '/.npmrc',
      '/.DS_Store',
      '/.well-known/x',
    ],
    ...['/package.json', '/package-lock.json', '/tsconfig.json', '/vite.config.ts', '/Dockerfile'],
    ...[
      '/docs',
      '/swagger',
      '/openapi.json',
      '/api/openapi.json',
      '/api/docs',
      '/graphql',
      '/trpc-panel',
    ],
    ...[
      '/assets/root.js.map',
      '/assets/../.env',
      '/assets/%2e%2e/.env',
      '/build/server/index.js',
      '/node_modules',
    ],
  ])('there is nothing at %s', async (path) => {
    const answer = await fetch(web.url + path, { redirect: 'manual' })
    expect(answer.status).toBe(404)
    expect(await answer.text()).not.toMatch(
      /version|node_modules|"name"|\[core\]|process_|DATABASE/i,
    )
  })

  it('health says a status and nothing else', async () => {
    for (const path of ['/healthz', '/readyz']) {
      const answer = await fetch(web.url + path)
      expect(answer.status).toBe(200)
      expect((await answer.text()).length).toBeLessThan(60)
    }
  })
})
