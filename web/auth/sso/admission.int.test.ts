/** Whom a provider's word lets in: the removed, the erased, the ones who have an account, and an admin's try. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, post as sendJson, setUpApp, waitForMail } from '../../testing/account.ts'
import { createBrowser, type Browser } from '../../testing/browser.ts'
import { addProvider, CLIENT_ID } from '../../testing/sso/providers.ts'
import { PASSWORD } from '../../testing/world.ts'
import { attribute, signedResponse } from '../saml/testing/identity-provider.ts'
import {
  closeScene,
  openScene,
  DOMAIN,
  key,
  web,
  world,
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

describe('somebody who was removed', () => {
  it('is not let in again by their provider (I10), before or after they used it', async () => {
    const browser = createBrowser(web.url)
    await signInByOidc(browser, { sub: 'gone' })
    await world.sql.query(
      `delete from memberships using people p where p.id = person_id and p.email = $1`,
      [`gone@${DOMAIN}`],
    )
    await world.sql.query(
      `insert into former_members (tenant_id, person_id) select $1, id from people where email = $2`,
      [world.ours.id, `gone@${DOMAIN}`],
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

interface Account {
  email: string
  id: string
}

async function addAccount(): Promise<Account> {
  const { id } = await world.addMember(world.ours, 'project')
  const email = `${id}@${DOMAIN}`
  await world.sql.query('update people set email = $1 where id = $2', [email, id])
  return { email, id }
}

/** A browser that comes from the provider and is asked whether the account is theirs. */
async function atLink({ id, email }: Account): Promise<Browser> {
  const browser = createBrowser(web.url)
  const answer = await signInByOidc(browser, { sub: id, email })
  expect(answer.headers.get('location')).toBe('/sign-in/link')
  expect(hasSession(answer)).toBe(false)
  return browser
}

const prove = async (browser: Browser, body: unknown): Promise<unknown> =>
  (await sendJson(browser, '/sign-in/link', body)).json()

async function proofFor(email: string): Promise<string> {
  const { values } = await waitForMail(world, email, 'sso-link')
  return new URL(values['link'] ?? '').searchParams.get('proof') ?? ''
}

describe('I09: an address that has an account', () => {
  async function withAccount(): Promise<Account & { browser: Browser }> {
    const account = await addAccount()
    return { ...account, browser: await atLink(account) }
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
    const proof = await proofFor(email)
    expect(await prove(createBrowser(web.url), { by: 'proof', proof })).toEqual({ type: 'gone' })
    expect(await prove(browser, { by: 'proof', proof: 'x'.repeat(43) })).toEqual({ type: 'gone' })
    expect(await prove(browser, { by: 'proof', proof })).toEqual({ type: 'linked' })
    expect(await sessionOf(browser)).toMatchObject({ person: { id } })
    expect(await prove(browser, { by: 'proof', proof })).toEqual({ type: 'gone' })
  })
})

describe('an account with a second factor', () => {
  async function withFactor(): Promise<Account & { secret: string }> {
    const account = await addAccount()
    const own = createBrowser(web.url)
    await own.signIn(account.email)
    return { ...account, ...(await setUpApp(own)) }
  }
  const show = (browser: Browser, secret: string, steps = 0): Promise<Response> =>
    sendJson(browser, '/sign-in/step', { type: 'totp', code: codeOf(secret, steps) })
  const isLinked = async (subject: string): Promise<boolean> => {
    const { rows } = await world.sql.query('select 1 from identities where subject = $1', [subject])
    return rows.length === 1
  }

  it.each(['password', 'mail'])('is linked after it only, by %s as well', async (by) => {
    const account = await withFactor()
    const browser = await atLink(account)
    if (by === 'mail') await prove(browser, { by: 'mail' })
    const proof = by === 'mail' ? await proofFor(account.email) : ''
    const shown = by === 'mail' ? { by: 'proof', proof } : { by, password: PASSWORD }
    expect(await prove(browser, shown)).toEqual({ type: 'second_step' })
    expect([await sessionOf(browser), await isLinked(account.id)]).toEqual([null, false])
    const wrong = { type: 'totp', code: '000000' }
    expect((await sendJson(browser, '/sign-in/step', wrong)).status).toBe(401)
    expect(await isLinked(account.id)).toBe(false)
    const answer = await show(browser, account.secret)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/t/northgate'])
    expect(await sessionOf(browser)).toMatchObject({ person: { id: account.id } })
    expect(await isLinked(account.id)).toBe(true)
    const { rows } = await world.sql.query(
      `select method, strong from sessions where person_id = $1 and ended_at is null
       order by created_at desc limit 1`,
      [account.id],
    )
    expect(rows).toEqual([{ method: 'sso', strong: true }])
  })

  it('is linked to the identity that was asked about, and in that browser', async () => {
    const account = await withFactor()
    const browser = await atLink(account)
    await prove(browser, { by: 'password', password: PASSWORD })
    const { step } = web.parts.door.cookies
    const [name = ''] = step.write('x').split('=', 1)
    const cookie = browser
      .cookie()
      .split('; ')
      .find((each) => each.startsWith(name))
    // The step alone, without the question that it belongs to: neither a link nor a session.
    const stolen = createBrowser(web.url)
    const headers = { 'content-type': 'application/json', cookie: cookie ?? '' }
    const body = JSON.stringify({ type: 'totp', code: codeOf(account.secret) })
    const answer = await stolen.fetch('/sign-in/step', { method: 'POST', headers, body })
    expect([answer.status, hasSession(answer)]).toEqual([410, false])
    expect((await show(browser, account.secret)).status).toBe(303)
    expect(await isLinked(account.id)).toBe(true)
  })

  it('and 50 right codes at once link once', async () => {
    const account = await withFactor()
    const browser = await atLink(account)
    await prove(browser, { by: 'password', password: PASSWORD })
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => show(browser, account.secret)),
    )
    expect(answers.filter(hasSession)).toHaveLength(1)
    await world.sql.query('delete from rate_limits')
  })
})
