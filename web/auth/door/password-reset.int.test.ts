/** I11: a new password by mail; K11 where it is set; the change of an address that both sides confirm. */
import { beforeEach, describe, expect, it } from 'vitest'
import {
  codeOf,
  forgetTries,
  post,
  readMails,
  setUpApp,
  tokenIn,
  waitForMail,
} from '../../testing/account.ts'
import { createBrowser, type Browser } from '../../testing/browser.ts'
import { PASSWORD } from '../../testing/world.ts'
import { openWeb } from '../../testing/open-web.ts'

const { world, web } = await openWeb()

beforeEach(() => forgetTries(world.sql))

const NEW = 'a fine new steam valve'

const isIn = async (browser: Browser): Promise<boolean> =>
  (await browser.query('portal.session.get')).status === 200

async function person() {
  const member = await world.addMember(world.ours, 'admin')
  const browser = createBrowser(web.url)
  await browser.signIn(member.email)
  return { ...member, browser }
}

const ask = (email: string, headers: Record<string, string> = {}): Promise<Response> =>
  createBrowser(web.url).fetch('/forgot-password', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ email }),
  })

async function linkFor(email: string): Promise<string> {
  await ask(email)
  return tokenIn(await waitForMail(world, email, 'password-reset'))
}

const reset = (token: string, password: string): Promise<Response> =>
  post(createBrowser(web.url), '/reset-password', { token, password })

describe('a link for a new password', () => {
  it('works once, ends every session, and tells the person', async () => {
    const { email, browser } = await person()
    const token = await linkFor(email)
    const statuses = await Promise.all(
      Array.from({ length: 50 }, async () => (await reset(token, NEW)).status),
    )
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(await isIn(browser)).toBe(false)
    expect((await browser.signIn(email)).status).toBe(401)
    expect((await browser.signIn(email, NEW)).status).toBe(303)
    await waitForMail(world, email, 'password-changed')
    expect((await reset(token, NEW)).status).toBe(410)
  }, 60_000)

  it('has the configured host, whatever the request claims', async () => {
    const { email } = await person()
    await ask(email, { 'x-forwarded-host': 'evil.test', 'x-forwarded-proto': 'https' })
    const { values } = await waitForMail(world, email, 'password-reset')
    expect(new URL(values['link'] ?? '').origin).toBe(web.parts.publicUrl.origin)
  })

  it('does not go around the second factor', async () => {
    const { email, browser } = await person()
    const { secret } = await setUpApp(browser)
    expect((await reset(await linkFor(email), NEW)).status).toBe(200)
    const again = createBrowser(web.url)
    expect((await again.signIn(email, NEW)).headers.get('location')).toBe('/sign-in/step')
    expect(await isIn(again)).toBe(false)
    const proof = { type: 'totp', code: codeOf(secret) }
    expect((await post(again, '/sign-in/step', proof)).status).toBe(303)
  })

  it('is over after an hour, when a newer one was sent, and for a disabled account', async () => {
    const { email, id } = await person()
    const first = await linkFor(email)
    await world.sql.query('delete from account_mails')
    const second = await linkFor(email)
    expect((await reset(first, NEW)).status).toBe(410)
    const { rows } = await world.sql.query<{ seconds: string }>(
      `select extract(epoch from expires_at - now()) as seconds from single_use_tokens
       where purpose = 'password_reset' and subject = $1`,
      [id],
    )
    expect(Math.round(Number(rows[0]?.seconds) / 60)).toBe(60)
    await world.sql.query('update people set disabled_at = now() where id = $1', [id])
    expect((await reset(second, NEW)).status).toBe(410)
  })

  it('keeps the link when the new password will not do (K11)', async () => {
    const { email } = await person()
    const token = await linkFor(email)
    for (const weak of ['short', 'password', 'x'.repeat(129), email]) {
      expect((await reset(token, weak)).status).toBe(400)
    }
    const long = ` ${'y'.repeat(60)} ${'z'.repeat(65)} `
    expect((await reset(token, long)).status).toBe(200)
    const browser = createBrowser(web.url)
    for (const other of [long.trim(), long.slice(0, 72)]) {
      expect((await browser.signIn(email, other)).status).toBe(401)
    }
    expect((await browser.signIn(email, long)).status).toBe(303)
  })

  it('is answered alike for everybody, and sent to whoever has a password', async () => {
    const { email, id } = await person()
    const answers = new Set<string>()
    for (const who of [email, 'nobody@nowhere.test', '', 'x'.repeat(400)]) {
      const answer = await ask(who)
      answers.add(`${String(answer.status)} ${await answer.text()}`)
    }
    expect([...answers]).toEqual(['200 {"type":"asked"}'])
    await waitForMail(world, email, 'password-reset')
    expect((await readMails(world)).some(({ recipient }) => recipient.includes('nowhere'))).toBe(
      false,
    )
    await world.sql.query('update people set password_hash = null where id = $1', [id])
    await world.sql.query('delete from account_mails')
    await ask(email)
    const mail = await waitForMail(world, email, 'reset-by-sign-on')
    expect(mail.values['link']).not.toContain('token')
  })

  it('takes as long for an address without an account', async () => {
    const { email } = await person()
    const times = new Map<string, number[]>([
      [email, []],
      ['nobody@nowhere.test', []],
    ])
    // In turn, so that whatever else the machine does falls on both alike.
    for (let round = 0; round < 80; round++) {
      for (const [who, taken] of times) {
        await forgetTries(world.sql)
        const started = performance.now()
        await (await ask(who)).text()
        taken.push(performance.now() - started)
      }
    }
    const [known = 0, unknown = 0] = [...times.values()].map(
      (taken) => taken.toSorted((x, y) => x - y)[40] ?? 0,
    )
    expect(Math.abs(unknown - known)).toBeLessThan(10)
  }, 60_000)

  it('sends three mails in a quarter of an hour, however often it is asked for', async () => {
    const { email } = await person()
    for (let i = 0; i < 8; i++) await ask(email)
    await waitForMail(world, email, 'password-reset')
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    const mails = (await readMails(world)).filter(({ recipient }) => recipient === email)
    expect(mails).toHaveLength(3)
  })
})

describe('changing the password', () => {
  it('asks for the current one, ends the other sessions and keeps this one', async () => {
    const { email, browser } = await person()
    const other = createBrowser(web.url)
    await other.signIn(email)
    const change = (current: string, next: string) =>
      browser.mutate('portal.account.changePassword', { input: { current, next } })
    expect((await change('wrong', NEW)).data).toEqual({ type: 'wrong' })
    expect((await change(PASSWORD, 'password')).data).toEqual({ type: 'weak', fault: 'common' })
    expect((await change(PASSWORD, NEW)).data).toEqual({ type: 'changed', ended: 1 })
    expect([await isIn(browser), await isIn(other)]).toEqual([true, false])
    await waitForMail(world, email, 'password-changed')
    for (let i = 0; i < 10; i++) await change('wrong', NEW)
    expect((await change(NEW, PASSWORD)).data).toMatchObject({ type: 'too_many_tries' })
  })

  it('is not for a session that somebody’s identity provider vouched for', async () => {
    const { browser, id } = await person()
    await world.sql.query(
      "update sessions set method = 'sso', provider_tenant_id = $2 where person_id = $1",
      [id, world.ours.id],
    )
    const input = { current: PASSWORD, next: NEW }
    const answer = await browser.mutate('portal.account.changePassword', { input })
    expect(answer.error?.code).toBe('FORBIDDEN')
    expect((await browser.mutate('portal.account.totp.begin')).error?.code).toBe('FORBIDDEN')
    expect((await post(browser, '/account/confirm', { password: PASSWORD })).status).toBe(401)
  })
})

describe('another e-mail address', () => {
  const begin = (browser: Browser, address: string) =>
    browser.mutate('portal.account.email.begin', { input: { address } })
  const answer = async (token: string, agree = true): Promise<unknown> =>
    (await post(createBrowser(web.url), '/email-change', { token, agree })).json()

  async function begun() {
    const found = await person()
    const address = `new-${found.email}`
    expect((await begin(found.browser, ` ${address.toUpperCase()}`.trim())).data).toEqual({
      type: 'sent',
    })
    const old = tokenIn(await waitForMail(world, found.email, 'email-change-old'))
    const next = tokenIn(await waitForMail(world, address, 'email-change-new'))
    return { ...found, address, old, next }
  }

  it('counts once both sides have agreed, in either order', async () => {
    const { email, address, old, next } = await begun()
    expect(await answer(next)).toEqual({ type: 'waiting' })
    expect(await answer(next)).toEqual({ type: 'over' })
    expect((await createBrowser(web.url).signIn(email)).status).toBe(303)
    expect(await answer(old)).toEqual({ type: 'changed' })
    await forgetTries(world.sql)
    expect((await createBrowser(web.url).signIn(email)).status).toBe(401)
    expect((await createBrowser(web.url).signIn(address)).status).toBe(303)
    await waitForMail(world, email, 'email-changed')
  })

  it('is stopped by either side, and the other link is over with it', async () => {
    const { email, old, next } = await begun()
    expect(await answer(old, false)).toEqual({ type: 'stopped' })
    expect(await answer(next)).toEqual({ type: 'over' })
    expect((await createBrowser(web.url).signIn(email)).status).toBe(303)
  })

  it('tells nobody but its owner that an address is taken', async () => {
    const { browser } = await person()
    const taken = await person()
    expect((await begin(browser, taken.email)).data).toEqual({ type: 'sent' })
    await waitForMail(world, taken.email, 'email-taken')
  })
})
