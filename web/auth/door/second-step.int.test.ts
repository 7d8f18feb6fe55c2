/** K01 to K07: a second factor at the door, from every side; N01 for the ids it changes. */
import { beforeEach, describe, expect, it } from 'vitest'
import {
  addPasskey,
  askChallenge,
  codeOf,
  forgetTries,
  post,
  setUpApp,
} from '../../testing/account.ts'
import { createBrowser, type Browser } from '../../testing/browser.ts'
import { PROBES } from '../../testing/procedures.ts'
import { PASSWORD } from '../../testing/world.ts'
import { openWeb } from '../../testing/open-web.ts'

const { world, web } = await openWeb()

beforeEach(() => forgetTries(world.sql))

const isIn = async (browser: Browser): Promise<boolean> =>
  (await browser.query('portal.session.get')).status === 200

async function person() {
  const member = await world.addMember(world.ours, 'admin')
  const browser = createBrowser(web.url)
  await browser.signIn(member.email)
  return { ...member, browser }
}

async function personWithApp() {
  const found = await person()
  return { ...found, ...(await setUpApp(found.browser)) }
}

async function atStep(email: string): Promise<Browser> {
  const browser = createBrowser(web.url)
  const answer = await browser.signIn(email)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in/step'])
  return browser
}

const show = async (browser: Browser, proof: unknown): Promise<number> =>
  (await post(browser, '/sign-in/step', proof)).status

describe('between password and second factor', () => {
  it('nothing but the step works with what was handed out so far (K04)', async () => {
    const { email, secret } = await personWithApp()
    const half = await atStep(email)
    const token = half.cookie().split('=')[1] ?? ''
    const { sessionName } = web.parts.door.cookies
    const asSession = { cookie: `${sessionName}=${token}` }
    for (const [path, { acts, input }] of Object.entries(PROBES)) {
      for (const headers of [{}, asSession]) {
        const options = { input: input(world.ours), headers }
        const answer = await (acts ? half.mutate(path, options) : half.query(path, options))
        expect([path, answer.status]).toEqual([path, 401])
      }
    }
    for (const path of ['/live?tenant=northgate', '/t/northgate/orders.csv']) {
      expect((await half.fetch(path)).status, path).toBe(401)
    }
    expect(await show(half, { type: 'totp', code: codeOf(secret) })).toBe(303)
    expect(await isIn(half)).toBe(true)
  })

  it('a step works once, in one browser, and its cookie is gone afterwards', async () => {
    const { email, secret, codes } = await personWithApp()
    const half = await atStep(email)
    const cookie = half.cookie()
    expect(await show(half, { type: 'totp', code: codeOf(secret) })).toBe(303)
    const replay = await createBrowser(web.url).fetch('/sign-in/step', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ type: 'recovery', code: codes[0] }),
    })
    expect(replay.status).toBe(410)
    // The code was not lost on it.
    expect(await show(await atStep(email), { type: 'recovery', code: codes[0] })).toBe(303)
  })

  it('is over after five tries, and ten of an account in a quarter of an hour', async () => {
    const { email, secret } = await personWithApp()
    const first = await atStep(email)
    for (let i = 0; i < 5; i++)
      expect(await show(first, { type: 'totp', code: '000000' })).toBe(401)
    expect(await show(first, { type: 'totp', code: codeOf(secret) })).toBe(410)
    const second = await atStep(email)
    for (let i = 0; i < 5; i++)
      expect(await show(second, { type: 'totp', code: '000000' })).toBe(401)
    const third = await atStep(email)
    expect(await show(third, { type: 'totp', code: codeOf(secret) })).toBe(429)
    const { rows } = await world.sql.query(
      `select max(expire) <= extract(epoch from now() + interval '15 minutes') * 1000 as soon from rate_limits`,
    )
    expect(rows).toEqual([{ soon: true }])
    await forgetTries(world.sql)
    expect(await show(await atStep(email), { type: 'totp', code: codeOf(secret) })).toBe(303)
    const told = await world.sql.query<{ n: string }>(
      "select count(*) as n from audit_entries where action = 'session.factor_failed' and tenant_id = $1",
      [world.ours.id],
    )
    expect(Number(told.rows[0]?.n)).toBe(11)
  })

  it('belongs to one person: a passkey of somebody else opens nothing', async () => {
    const { email } = await personWithApp()
    const other = await person()
    const key = await addPasskey(other.browser, web.url)
    const half = await atStep(email)
    const challenge = await askChallenge(half, '/sign-in/step/passkey')
    expect(await show(half, { type: 'passkey', response: key.assert(challenge) })).toBe(401)
  })
})

describe('a code of an app', () => {
  it('is taken once, though 50 browsers show it at the same time (K01)', async () => {
    const { email, secret } = await personWithApp()
    await world.sql.query('update people set password_hash = password_hash where email = $1', [
      email,
    ])
    const browsers: Browser[] = []
    for (let i = 0; i < 50; i++) {
      await forgetTries(world.sql)
      browsers.push(await atStep(email))
    }
    await forgetTries(world.sql)
    const code = codeOf(secret)
    const statuses = await Promise.all(browsers.map((each) => show(each, { type: 'totp', code })))
    expect(statuses.filter((status) => status === 303)).toHaveLength(1)
    await forgetTries(world.sql)
    expect(await show(await atStep(email), { type: 'totp', code })).toBe(401)
  }, 60_000)

  it('of a step outside the window is refused (K02)', async () => {
    const { email, secret } = await personWithApp()
    for (const steps of [-3, -2, 2, 3]) {
      await forgetTries(world.sql)
      const code = codeOf(secret, steps)
      expect(await show(await atStep(email), { type: 'totp', code })).toBe(401)
    }
  })

  it('must be shown before an app counts; another one leaves the first as it is until then (K05)', async () => {
    const { email, browser, secret } = await personWithApp()
    const begun = await browser.mutate('portal.account.totp.begin')
    expect(JSON.stringify(begun.data)).not.toContain(secret)
    const wrong = await browser.mutate('portal.account.totp.confirm', { input: { code: '000000' } })
    expect(wrong.data).toEqual({ type: 'wrong' })
    expect(await show(await atStep(email), { type: 'totp', code: codeOf(secret) })).toBe(303)
    const view = await browser.query('portal.account.get')
    expect(view.text).not.toContain(secret)
    expect(view.text).not.toMatch(/[A-Z2-7]{32}/)
  })

  it('is switched off only by somebody who has just proved who they are (K05)', async () => {
    const { id, browser } = await personWithApp()
    const old = () =>
      world.sql.query(
        "update sessions set reauthenticated_at = now() - interval '11 minutes' where person_id = $1",
        [id],
      )
    await old()
    for (const path of [
      'totp.remove',
      'totp.begin',
      'recovery.renew',
      'passkeys.offer',
      'data.export',
    ]) {
      const answer = await browser.mutate(`portal.account.${path}`)
      expect([path, answer.error?.code]).toEqual([path, 'PRECONDITION_FAILED'])
    }
    expect((await post(browser, '/account/confirm', { password: 'wrong' })).status).toBe(401)
    expect((await browser.mutate('portal.account.totp.remove')).status).toBe(412)
    expect((await post(browser, '/account/confirm', { password: PASSWORD })).status).toBe(200)
    expect((await browser.mutate('portal.account.totp.remove')).data).toEqual({ type: 'removed' })
    const { rows } = await world.sql.query(
      "select 1 from single_use_tokens where purpose = 'recovery_code' and subject = $1",
      [id],
    )
    expect(rows).toEqual([])
  })

  it('cannot be found in a dump of the database, nor can a recovery code (K06, K07)', async () => {
    const { secret, codes } = await personWithApp()
    const { rows } = await world.sql.query<{ dump: string }>(
      `select string_agg(t::text, ' ') as dump from (
         select to_jsonb(s) as t from totp_secrets s union all select to_jsonb(s) from single_use_tokens s
         union all select to_jsonb(s) from account_mails s union all select to_jsonb(s) from audit_entries s) as all_rows`,
    )
    const dump = rows[0]?.dump.toLowerCase() ?? ''
    expect(dump.length).toBeGreaterThan(1_000)
    const raw = Buffer.from(secret).toString('base64').toLowerCase()
    for (const planted of [
      secret.toLowerCase(),
      raw,
      ...codes,
      ...codes.map((c) => c.replaceAll('-', '')),
    ]) {
      expect(dump).not.toContain(planted)
    }
    expect(web.log()).not.toContain(secret)
  })
})

describe('a recovery code', () => {
  it('is good once, though 50 browsers show it at the same time (K06)', async () => {
    const { email, codes } = await personWithApp()
    const browsers: Browser[] = []
    for (let i = 0; i < 50; i++) {
      await forgetTries(world.sql)
      browsers.push(await atStep(email))
    }
    await forgetTries(world.sql)
    const proof = { type: 'recovery', code: codes[3]?.toUpperCase() }
    const statuses = await Promise.all(browsers.map((each) => show(each, proof)))
    expect(statuses.filter((status) => status === 303)).toHaveLength(1)
    await forgetTries(world.sql)
    expect(await show(await atStep(email), proof)).toBe(401)
  }, 60_000)

  it('stops working when new ones are made', async () => {
    const { email, browser, codes } = await personWithApp()
    const renewed = await browser.mutate('portal.account.recovery.renew')
    expect(await show(await atStep(email), { type: 'recovery', code: codes[0] })).toBe(401)
    const { codes: fresh } = renewed.data as { codes: string[] }
    expect(await show(await atStep(email), { type: 'recovery', code: fresh[0] })).toBe(303)
  })
})

describe('the id of a session', () => {
  it('is another one after the password, after the second factor and after setting one up (N01)', async () => {
    const { email } = await world.addMember(world.ours, 'admin')
    const browser = createBrowser(web.url)
    const ids: string[] = []
    const note = () => ids.push(browser.cookie())
    await browser.signIn(email)
    note()
    const { secret } = await setUpApp(browser)
    note()
    await browser.signIn(email)
    await show(browser, { type: 'totp', code: codeOf(secret) })
    note()
    await post(browser, '/account/confirm', { type: 'totp', code: codeOf(secret, 1) })
    note()
    expect(new Set(ids).size).toBe(4)
    expect(await isIn(browser)).toBe(true)
    for (const cookie of ids.slice(0, 3)) {
      const old = await createBrowser(web.url).query('portal.session.get', { headers: { cookie } })
      expect(old.status).toBe(401)
    }
  })
})
