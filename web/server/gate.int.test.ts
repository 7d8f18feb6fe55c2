/** C02, C03, C04, C07 and rule 16: every unsafe address there is, in every shape in which another site could reach it. */
import { beforeAll, describe, expect, it } from 'vitest'
import { createBrowser, type Browser } from '../testing/browser.ts'
import { fillAddress, mountedPosts, pageAddresses } from '../testing/probes/addresses.ts'
import { proceduresOf } from '../testing/probes/router-procedures.ts'
import { takeSnapshot, type Snapshot } from '../testing/probes/snapshot.ts'
import { addStaff, signInStaff, type Staff } from '../testing/staff.ts'
import { PASSWORD } from '../testing/world.ts'
import { openWeb } from '../testing/open-web.ts'
import { appRouter } from '../trpc/router.ts'

/** What Express mounts for POST: with the gate before it, or by the list of exceptions without. */
const MOUNTED: Readonly<Record<string, 'gated' | 'excepted'>> = {
  CSP_REPORT_PATH: 'gated',
  '/auth/saml/:id/acs': 'excepted',
  '/webhooks/:source/:connectionId': 'excepted',
  '/webhooks/{*path}': 'excepted',
}
const AT: Readonly<Record<string, string>> = {
  CSP_REPORT_PATH: '/csp-report',
  '/webhooks/{*path}': '/webhooks/no/such/thing',
}

const pages = pageAddresses()
const values = { tenant: 'northgate', id: '0197f0e0-0000-7000-8000-000000000000' }
const mutations = proceduresOf(appRouter).filter(({ type }) => type === 'mutation')
const atMounted = (kind: 'gated' | 'excepted'): string[] =>
  Object.entries(MOUNTED).flatMap(([route, is]) =>
    is === kind ? [AT[route] ?? fillAddress(route, values)] : [],
  )
const unsafe = [
  ...pages.filter(({ acts }) => acts).map(({ pattern }) => fillAddress(pattern, values)),
  ...mutations.map(({ path }) => `/api/trpc/${path}`),
  ...atMounted('gated'),
]

const { world, web } = await openWeb(({ staffUrl }) => ({ staffUrl }))
let staff: Staff
let browser: Browser
let snapshot: Snapshot

beforeAll(async () => {
  staff = await addStaff(world, 'admin')
  browser = createBrowser(web.url)
  await browser.signIn(world.ours.members.admin.email)
  snapshot = await takeSnapshot(world.sql)
})

const ORIGINS = ['https://evil.test', 'null', 'http://127.0.0.1:1', 'http://127.0.0.1', 'file://']
/** As a page of another site, an old browser, or a form of it would send them. */
const shapes = (): [string, Record<string, string>][] => [
  ['telling nothing', {}],
  ...['cross-site', 'same-site', 'none', '', 'SAME-ORIGIN', 'same-origin, cross-site'].map(
    (site): [string, Record<string, string>] => [`site "${site}"`, { 'sec-fetch-site': site }],
  ),
  ...[...ORIGINS, `${web.url}.evil.test`, `${web.url}@evil.test`, `${web.url}/`].map(
    (origin): [string, Record<string, string>] => [`origin ${origin}`, { origin }],
  ),
  ['our origin from another site', { origin: web.url, 'sec-fetch-site': 'cross-site' }],
  [
    'a simple form',
    { 'content-type': 'multipart/form-data; boundary=x', origin: 'https://evil.test' },
  ],
  ['a plain text', { 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' }],
  ['a method in a header', { 'x-http-method-override': 'GET', 'sec-fetch-site': 'cross-site' }],
]

const send = (path: string, init: RequestInit): Promise<Response> =>
  fetch(web.url + path, { redirect: 'manual', ...init })

it('knows every address that Express takes a POST at', () => {
  expect([...new Set(mountedPosts())].toSorted()).toEqual(Object.keys(MOUNTED).toSorted())
  expect(unsafe.length).toBeGreaterThan(6)
})

describe.each(unsafe)('%s', (path) => {
  it('is closed to other sites, in every shape, and nothing happens', async () => {
    const before = await snapshot.checksumOf(world.ours.id)
    for (const [name, headers] of shapes()) {
      const answer = await send(path, {
        method: 'POST',
        headers: {
          cookie: browser.cookie(),
          'x-portside-tenant': 'northgate',
          'content-type': 'application/json',
          ...headers,
        },
        body: JSON.stringify({ email: world.ours.members.admin.email, password: PASSWORD }),
      })
      expect([name, answer.status]).toEqual([name, 403])
      expect(answer.headers.getSetCookie()).toEqual([])
    }
    expect(await snapshot.checksumOf(world.ours.id)).toBe(before)
    expect((await browser.query('portal.session.get')).status).toBe(200)
  })

  it('does nothing by another method', async () => {
    const before = await snapshot.checksumOf(world.ours.id)
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      const headers = { 'x-portside-tenant': 'northgate' }
      expect([method, (await browser.fetch(path, { method, headers })).status]).toEqual([
        method,
        405,
      ])
    }
    for (const method of ['GET', 'HEAD']) {
      const headers = { 'x-portside-tenant': 'northgate' }
      const { status } = await browser.fetch(path, { method, headers })
      if (path.startsWith('/api/')) expect([method, status]).toEqual([method, 405])
    }
    expect(await snapshot.checksumOf(world.ours.id)).toBe(before)
    expect((await browser.query('portal.session.get')).status).toBe(200)
  })

  it('answers no preflight and names no origin', async () => {
    for (const origin of [...ORIGINS, `${web.url}.evil.test`, web.url]) {
      for (const method of ['OPTIONS', 'GET', 'POST']) {
        const answer = await send(path, {
          method,
          headers: { origin, 'access-control-request-method': 'POST' },
        })
        expect(
          [...answer.headers.keys()].filter((name) => name.startsWith('access-control')),
        ).toEqual([])
      }
    }
  })
})

it.each(atMounted('excepted'))('%s judges for itself, and by its own signature', async (path) => {
  for (const [, headers] of shapes()) {
    const { status } = await send(path, { method: 'POST', headers, body: '{}' })
    expect([401, 404]).toContain(status)
  }
})

describe('signing somebody else in', () => {
  it('works from no other site, with the right password', async () => {
    const count = async (table: string): Promise<unknown> =>
      (await world.sql.query(`select count(*) from ${table}`)).rows
    const before = [await count('sessions'), await count('staff_sessions')]
    const credentials = { email: world.ours.members.admin.email, password: PASSWORD }
    for (const [path, body] of [
      ['/sign-in', credentials],
      ['/admin/sign-in', { email: staff.email, password: PASSWORD }],
    ] as const) {
      for (const [name, headers] of shapes()) {
        const answer = await send(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        })
        expect([path, name, answer.status]).toEqual([path, name, 403])
        expect(answer.headers.getSetCookie()).toEqual([])
      }
    }
    expect([await count('sessions'), await count('staff_sessions')]).toEqual(before)
    await signInStaff(createBrowser(web.url), staff)
  })
})

describe('where one is sent after signing in', () => {
  const targets = [
    '//evil.test',
    '///evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    'https:evil.test',
    'https://evil.test/t/northgate/home',
    '/%09/evil.test',
    '/\t/evil.test',
    '/%2f/evil.test',
    '/%5cevil.test',
    '/.//evil.test',
    '/t/..//evil.test',
    '@evil.test',
    '/@evil.test:80@evil.test',
    '/\r\nLocation: https://evil.test',
    '/%0d%0aSet-Cookie:a=b',
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    '/\u2028/evil.test',
    '\u0000//evil.test',
    `/${'x'.repeat(8_192)}`,
  ].map((next) => [JSON.stringify(next).slice(0, 40), next] as const)
  it.each(targets)('is a path of ours, whatever is asked for: %s', async (_name, next) => {
    // A right password of staff gives no try back: that is the second step's to do.
    await world.sql.query('delete from rate_limits')
    for (const path of ['/sign-in', '/admin/sign-in']) {
      const email = path === '/sign-in' ? world.ours.members.project.email : staff.email
      const visitor = createBrowser(web.url)
      const answer = await visitor.fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password: PASSWORD, next }),
      })
      expect(answer.status).toBe(303)
      const location = answer.headers.get('location') ?? 'none'
      expect(location).toMatch(/^\/(?![/\\])[^\\\s]*$/)
      expect(new URL(location, web.url).origin).toBe(web.url)
      expect(new URL(location, web.url).pathname).not.toContain('//')
      expect(answer.headers.getSetCookie().join()).not.toMatch(/\ba=b/)
    }
  })
})
