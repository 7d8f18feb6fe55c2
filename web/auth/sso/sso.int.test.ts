/** Single sign-on through the real routes: who is let in, and which answers are refused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBrowser, type Browser } from '../../testing/browser.ts'
import { addProvider } from '../../testing/sso/providers.ts'
import { createSigningKey, encode, signedResponse } from '../saml/testing/identity-provider.ts'
import {
  closeScene,
  openScene,
  DOMAIN,
  key,
  web,
  world,
  second,
  idp,
  oidcId,
  samlId,
  pathOf,
  beginOidc,
  claimsOf,
  signInByOidc,
  beginSaml,
  said,
  post,
  sessionOf,
  hasSession,
  rejections,
} from '../../testing/sso/scene.ts'

beforeAll(openScene)
afterAll(closeScene)

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
      `select actor_name, changes->'role'->>'to' as role from audit_entries where action = 'member.joined_by_sign_on'`,
    )
    expect(rows).toEqual([{ actor_name: 'ada', role: 'requester' }])
  })

  it('finds the orders they placed before they came (as an invited one does)', async () => {
    const placed = [`early@${DOMAIN.toUpperCase()}`, world.ours.id]
    await world.sql.query(
      `update orders set placed_by_email = $1 where id = (
         select id from orders where tenant_id = $2 and deleted_at is null order by number limit 1)`,
      placed,
    )
    const browser = createBrowser(web.url)
    await signInByOidc(browser, { sub: 'early' })
    const { rows } = await world.sql.query(
      `select p.email from orders o join people p on p.id = o.owner_person_id
       where o.placed_by_email = $1 and o.tenant_id = $2`,
      placed,
    )
    expect(rows).toEqual([{ email: `early@${DOMAIN}` }])
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
    // The page at this very address is told why; see portal/sign-on/refused.tsx.
    expect(await answer.json()).toEqual({ refusal: reason })
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
