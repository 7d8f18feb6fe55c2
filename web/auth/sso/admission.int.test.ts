/** Whom a provider's word lets in: the removed, the erased, the ones who have an account, and an admin's try. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKeyring, unseal } from '#db/secrets.ts'
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
