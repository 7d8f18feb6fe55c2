/** Single sign-on through the real routes, with an identity provider of the test's own for each protocol. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKeyring, unseal } from '#db/secrets.ts'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { createBrowser, type Browser } from '../../testing/browser.ts'
import { addProvider, CLIENT_ID, proveDomain } from '../../testing/sso/providers.ts'
import { startWeb, type RunningWeb } from '../../testing/start-web.ts'
import { createWorld, PASSWORD, type World } from '../../testing/world.ts'
import { startProvider, type TestProvider } from '../oidc/testing/identity-provider.ts'
import {
  attribute,
  createSigningKey,
  encode,
  signedResponse,
  type Said,
} from '../saml/testing/identity-provider.ts'

const DOMAIN = 'northgate-works.test'
const key = createSigningKey()
let database: TestDatabase
let world: World
let web: RunningWeb
let second: RunningWeb
let idp: TestProvider
let oidcId: string
let samlId: string

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database)
  idp = await startProvider()
  const options = {
    databaseUrl: database.appUrl,
    encryptionKeys: world.encryptionKeys,
    privateOrigins: [idp.issuer],
  }
  web = await startWeb(options)
  // Behind one address, as behind a load balancer.
  second = await startWeb({ ...options, publicUrl: new URL(web.url) })
  const groupRoles = [{ group: 'buyers', role: 'billing' }]
  oidcId = await addProvider(world, world.ours, { kind: 'oidc', issuer: idp.issuer, groupRoles })
  samlId = await addProvider(world, world.ours, {
    ...{
      kind: 'saml',
      issuer: 'https://login.northgate.test/saml',
      certificates: [key.certificate],
    },
    groupRoles,
  })
  await proveDomain(world.sql, world.ours, DOMAIN)
})
afterAll(async () => {
  await Promise.all([web.close(), second.close(), idp.close()])
  await world.close()
  await database.drop()
})

const pathOf = (url: URL): string => url.pathname + url.search

async function beginOidc(browser: Browser, id = oidcId, query = ''): Promise<URL> {
  const answer = await browser.fetch(`/auth/sso/${id}${query}`)
  expect(answer.status).toBe(303)
  return new URL(answer.headers.get('location') ?? '')
}

interface Person {
  sub: string
  email?: string | null
  verified?: unknown
  groups?: string[]
}

const claimsOf = ({ sub, email = `${sub}@${DOMAIN}`, verified = true, groups = [] }: Person) => ({
  claims: { sub, email: email ?? undefined, email_verified: verified, groups, name: sub },
})

async function signInByOidc(browser: Browser, person: Person, query = ''): Promise<Response> {
  idp.misbehave(claimsOf(person))
  const back = idp.signIn(await beginOidc(browser, oidcId, query))
  return browser.fetch(pathOf(back))
}

async function beginSaml(browser: Browser, id = samlId): Promise<string> {
  const answer = await browser.fetch(`/auth/sso/${id}`)
  const url = new URL(answer.headers.get('location') ?? '')
  const { inflateRawSync } = await import('node:zlib')
  const request = inflateRawSync(Buffer.from(url.searchParams.get('SAMLRequest') ?? '', 'base64'))
  return / ID="([^"]+)"/.exec(request.toString())?.[1] ?? ''
}

const said = (request: string, change: Partial<Said> = {}): Partial<Said> => ({
  ...{ inResponseTo: request, responseInResponseTo: request },
  ...{
    destination: `${web.url}/auth/saml/${samlId}/acs`,
    recipient: `${web.url}/auth/saml/${samlId}/acs`,
  },
  audiences: [[`${web.url}/auth/saml/${samlId}/metadata`]],
  ...{ nameId: 'lena', attributes: attribute('email', `lena@${DOMAIN}`) },
  ...change,
})

function post(
  browser: Browser,
  xml: string,
  init: { relay?: string; id?: string } = {},
): Promise<Response> {
  const body = new URLSearchParams({ SAMLResponse: encode(xml), RelayState: init.relay ?? '' })
  return browser.fetch(`/auth/saml/${init.id ?? samlId}/acs`, {
    method: 'POST',
    // As a browser sends the form of another site.
    headers: { 'sec-fetch-site': 'cross-site', origin: 'null' },
    body,
  })
}

const sessionOf = async (browser: Browser): Promise<unknown> =>
  (await browser.query('portal.session.get')).data
const hasSession = (answer: Response): boolean =>
  answer.headers
    .getSetCookie()
    .some((cookie) => cookie.startsWith(`${web.parts.door.cookies.sessionName}=`))

async function rejections(): Promise<string[]> {
  const { rows } = await world.sql.query<{ reason: string }>(
    `select changes->'reason'->>'to' as reason from audit_entries
     where action = 'sso.rejected' order by at desc, id desc`,
  )
  return rows.map(({ reason }) => reason)
}

describe('somebody whom the provider vouches for', () => {
  it('joins just in time with the default role, and is the same person the next time', async () => {
    const browser = createBrowser(web.url)
    const answer = await signInByOidc(browser, { sub: 'ada' }, '?next=/t/northgate/orders')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/t/northgate/orders'])
    const first = await sessionOf(browser)
    expect(first).toMatchObject({
      person: { email: `ada@${DOMAIN}`, name: 'ada' },
      role: { type: 'preset', preset: 'requester' },
    })
    const again = createBrowser(web.url)
    // The address is contact data: another one is still the same person.
    await signInByOidc(again, { sub: 'ada', email: 'ada@elsewhere.test', verified: false })
    expect(await sessionOf(again)).toMatchObject({
      person: { id: (first as { person: { id: string } }).person.id },
    })
    const { rows } = await world.sql.query(
      `select actor_name, changes->'role'->>'to' as role from audit_entries where action = 'member.joined'`,
    )
    expect(rows).toEqual([{ actor_name: 'ada', role: 'requester' }])
  })

  it('gets the role of the first group in the mapping', async () => {
    const browser = createBrowser(web.url)
    await signInByOidc(browser, { sub: 'bob', groups: ['all', 'buyers'] })
    expect(await sessionOf(browser)).toMatchObject({ role: { preset: 'billing' } })
  })

  it('ends the session the browser began with', async () => {
    const browser = createBrowser(web.url)
    await signInByOidc(browser, { sub: 'ada' })
    const before = browser.cookie()
    await signInByOidc(browser, { sub: 'ada' })
    const old = await createBrowser(web.url).query('portal.session.get', {
      headers: { cookie: before },
    })
    expect(old.status).toBe(401)
  })

  it('S12: is signed in once, whichever process reads the answer, of 50 that bring it', async () => {
    const browser = createBrowser(web.url)
    const request = await beginSaml(browser)
    const xml = signedResponse(said(request), key)
    const cookie = browser.cookie()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        fetch(`${(i % 2 === 0 ? second : web).url}/auth/saml/${samlId}/acs`, {
          method: 'POST',
          redirect: 'manual',
          headers: { cookie, host: new URL(web.url).host },
          body: new URLSearchParams({ SAMLResponse: encode(xml) }),
        }),
      ),
    )
    expect(answers.filter(hasSession)).toHaveLength(1)
    await world.sql.query('delete from rate_limits')
  })
})

describe('S17: RelayState', () => {
  it.each([
    'https://evil.test',
    '//evil.test',
    '/\\evil',
    '/%2fevil',
    'javascript:alert(1)',
    'x'.repeat(8_192),
  ])('%s leads nowhere', async (relay) => {
    const browser = createBrowser(web.url)
    const answer = await post(browser, signedResponse(said(await beginSaml(browser)), key), {
      relay,
    })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/t/northgate'])
  })
})

describe('an answer is refused, and the tenant’s log says so, when it', () => {
  it.each<[string, string, (browser: Browser) => Promise<Response>]>([
    [
      'S01 is not signed by the provider',
      'signature',
      async (b) => post(b, signedResponse(said(await beginSaml(b)), createSigningKey())),
    ],
    [
      'S10 answers an unknown request',
      'request',
      (b) => post(b, signedResponse(said('_unknown'), key)),
    ],
    [
      'S10 belongs to another browser',
      'request',
      async () =>
        post(
          createBrowser(web.url),
          signedResponse(said(await beginSaml(createBrowser(web.url))), key),
        ),
    ],
    [
      'S11 answers nothing',
      'request',
      (b) =>
        post(b, signedResponse(said('', { inResponseTo: null, responseInResponseTo: null }), key)),
    ],
    ['O01 has no state', 'request', (b) => b.fetch(`/auth/oidc/${oidcId}/callback?code=x`)],
    [
      'O01 has a state nobody issued',
      'request',
      (b) => b.fetch(`/auth/oidc/${oidcId}/callback?code=x&state=y`),
    ],
    [
      'O01 has the state of another browser',
      'request',
      async (b) => {
        const back = idp.signIn(await beginOidc(createBrowser(web.url)))
        return b.fetch(pathOf(back))
      },
    ],
    [
      'O01 is brought a second time',
      'request',
      async (b) => {
        idp.misbehave(claimsOf({ sub: 'ada' }))
        const back = idp.signIn(await beginOidc(b))
        await b.fetch(pathOf(back))
        return createBrowser(web.url).fetch(pathOf(back), { headers: { cookie: b.cookie() } })
      },
    ],
    [
      'O09 names an address nobody verified',
      'email_unverified',
      (b) => signInByOidc(b, { sub: 'new-1', verified: 'false' }),
    ],
    ['names no address', 'email_missing', (b) => signInByOidc(b, { sub: 'new-2', email: null })],
    [
      'names an address of a domain that was not proven',
      'domain_not_proven',
      (b) => signInByOidc(b, { sub: 'new-3', email: 'x@vellmar.test' }),
    ],
  ])('%s', async (_name, reason, act) => {
    await world.sql.query('delete from rate_limits')
    const before = (await rejections()).length
    const answer = await act(createBrowser(web.url))
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(hasSession(answer)).toBe(false)
    const told = await rejections()
    expect([told.length - before, told[0]]).toEqual([1, reason])
  })

  it('S10: was asked for by another tenant', async () => {
    const theirs = await addProvider(world, world.theirs, {
      ...{
        kind: 'saml',
        issuer: 'https://login.northgate.test/saml',
        certificates: [key.certificate],
      },
    })
    const browser = createBrowser(web.url)
    const answer = await post(browser, signedResponse(said(await beginSaml(browser, theirs)), key))
    expect([answer.status >= 400, hasSession(answer)]).toEqual([true, false])
  })

  it('S14: is 10 MB large, and nothing falls over', async () => {
    const answer = await post(createBrowser(web.url), 'x'.repeat(10 * 2 ** 20))
    expect(answer.status).toBe(413)
    expect((await fetch(`${web.url}/healthz`)).status).toBe(200)
  })
})

describe('somebody who was removed', () => {
  it('is not let in again by their provider (I10), before or after they used it', async () => {
    const browser = createBrowser(web.url)
    await signInByOidc(browser, { sub: 'gone' })
    await world.sql.query(
      `delete from memberships using people p where p.id = person_id and p.email = $1`,
      [`gone@${DOMAIN}`],
    )
    expect(await sessionOf(browser)).toBeNull()
    expect((await signInByOidc(createBrowser(web.url), { sub: 'gone' })).status).toBe(403)
    expect(
      (await signInByOidc(createBrowser(web.url), { sub: 'other', email: `gone@${DOMAIN}` }))
        .status,
    ).toBe(403)
    expect((await rejections()).slice(0, 2)).toEqual(['removed', 'removed'])
  })

  it('is not revived by an erased account either (O10)', async () => {
    await signInByOidc(createBrowser(web.url), { sub: 'erased' })
    await world.sql.query(`update identities set person_id = null where subject = 'erased'`)
    expect((await signInByOidc(createBrowser(web.url), { sub: 'erased' })).status).toBe(403)
  })
})

describe('O10: the same subject', () => {
  it('of two providers is two people', async () => {
    const browser = createBrowser(web.url)
    const xml = signedResponse(
      said(await beginSaml(browser), {
        ...{ nameId: 'ada', attributes: attribute('email', `ada.two@${DOMAIN}`) },
      }),
      key,
    )
    await post(browser, xml)
    expect(await sessionOf(browser)).toMatchObject({ person: { email: `ada.two@${DOMAIN}` } })
  })
})

describe('S20, O13: a logout message', () => {
  it('ends no session: there is no address for it', async () => {
    const browser = createBrowser(web.url)
    await signInByOidc(browser, { sub: 'ada' })
    for (const path of [`/auth/saml/${samlId}/slo`, `/auth/oidc/${oidcId}/logout`]) {
      const answer = await createBrowser(web.url).fetch(path, {
        method: 'POST',
        body: 'logout_token=x',
      })
      expect(answer.status).toBeGreaterThanOrEqual(400)
    }
    expect(await sessionOf(browser)).not.toBeNull()
  })
})

describe('a provider that is not in use', () => {
  it('signs nobody in', async () => {
    const draft = await addProvider(world, world.ours, {
      kind: 'oidc',
      issuer: idp.issuer,
      state: 'draft',
    })
    expect(
      (await createBrowser(web.url).fetch(`/auth/sso/${draft}`)).status,
    ).toBeGreaterThanOrEqual(400)
    expect(
      (await createBrowser(web.url).fetch(`/auth/sso/${draft}?test=1`)).headers.get('location'),
    ).toContain('tested=provider_off')
  })

  it('can be tried out by an admin, who stays who they are', async () => {
    const draft = await addProvider(world, world.ours, {
      kind: 'oidc',
      issuer: idp.issuer,
      state: 'draft',
    })
    const admin = createBrowser(web.url)
    await admin.signIn(world.ours.members.admin.email)
    idp.misbehave(claimsOf({ sub: 'tester' }))
    const url = await beginOidc(admin, draft, '?test=1')
    expect(url.searchParams.get('client_id')).toBe(CLIENT_ID)
    const answer = await admin.fetch(pathOf(idp.signIn(url)))
    expect(answer.headers.get('location')).toContain(
      `/t/northgate/settings/sign-on?provider=${draft}&tested=ok`,
    )
    expect(await sessionOf(admin)).toMatchObject({
      person: { email: world.ours.members.admin.email },
    })
    const { rows } = await world.sql.query(
      'select tested_at is not null as tested from identity_providers where id = $1',
      [draft],
    )
    expect(rows).toEqual([{ tested: true }])
  })
})

describe('I09: an address that has an account', () => {
  async function withAccount(): Promise<{ browser: Browser; email: string; id: string }> {
    const member = await world.addMember(world.ours, 'project')
    const email = `${member.id}@${DOMAIN}`
    await world.sql.query('update people set email = $1 where id = $2', [email, member.id])
    const browser = createBrowser(web.url)
    const answer = await signInByOidc(browser, { sub: member.id, email })
    expect(answer.headers.get('location')).toBe('/sign-in/link')
    expect(hasSession(answer)).toBe(false)
    return { browser, email, id: member.id }
  }
  const prove = async (browser: Browser, body: unknown): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    return (await browser.fetch('/sign-in/link', init)).json()
  }

  it('is linked by its password, its owner is told, and keeps its role', async () => {
    const { browser, email, id } = await withAccount()
    expect(await prove(browser, { by: 'password', password: 'wrong' })).toEqual({ type: 'refused' })
    expect(await prove(createBrowser(web.url), { by: 'password', password: PASSWORD })).toEqual({
      type: 'gone',
    })
    expect(await prove(browser, { by: 'password', password: PASSWORD })).toEqual({ type: 'linked' })
    expect(await sessionOf(browser)).toMatchObject({ person: { id }, role: { preset: 'project' } })
    const { rows } = await world.sql.query(
      'select template from account_mails where recipient = $1',
      [email],
    )
    expect(rows).toEqual([{ template: 'sso-linked' }])
    const again = createBrowser(web.url)
    await signInByOidc(again, { sub: id, email: 'another@elsewhere.test' })
    expect(await sessionOf(again)).toMatchObject({ person: { id } })
  })

  it('is linked by a mailed link only in the browser that asked', async () => {
    const { browser, email, id } = await withAccount()
    expect(await prove(browser, { by: 'mail' })).toEqual({ type: 'mailed' })
    const { rows } = await world.sql.query<{ id: string; sealed: string }>(
      'select id, sealed from account_mails where recipient = $1',
      [email],
    )
    const [mail] = rows
    const place = { owner: mail?.id ?? '', field: 'account_mail' }
    const values = JSON.parse(
      unseal(createKeyring(world.encryptionKeys), place, mail?.sealed ?? ''),
    ) as { link: string }
    const proof = new URL(values.link).searchParams.get('proof') ?? ''
    expect(await prove(createBrowser(web.url), { by: 'proof', proof })).toEqual({ type: 'gone' })
    expect(await prove(browser, { by: 'proof', proof: 'x'.repeat(43) })).toEqual({ type: 'gone' })
    expect(await prove(browser, { by: 'proof', proof })).toEqual({ type: 'linked' })
    expect(await sessionOf(browser)).toMatchObject({ person: { id } })
    expect(await prove(browser, { by: 'proof', proof })).toEqual({ type: 'gone' })
  })
})
