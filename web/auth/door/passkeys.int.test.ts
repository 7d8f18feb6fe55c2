/** Passkeys at the door: alone and as a second factor, and what must not open it. */
import { beforeEach, describe, expect, it } from 'vitest'
import { addPasskey, askChallenge, forgetTries, post } from '../../testing/account.ts'
import { createBrowser, type Browser } from '../../testing/browser.ts'
import { SoftPasskey } from '../../testing/soft-passkey.ts'
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

async function atStep(email: string): Promise<Browser> {
  const browser = createBrowser(web.url)
  const answer = await browser.signIn(email)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in/step'])
  return browser
}

const show = async (browser: Browser, proof: unknown): Promise<number> =>
  (await post(browser, '/sign-in/step', proof)).status

describe('a passkey', () => {
  it('opens the door alone, and makes a strong session of its own kind', async () => {
    const { email, id, browser } = await person()
    const key = await addPasskey(browser, web.url)
    const fresh = createBrowser(web.url)
    const response = key.assert(await askChallenge(fresh, '/sign-in/passkey'))
    expect((await post(fresh, '/sign-in/passkey/show', { response })).status).toBe(303)
    expect(await isIn(fresh)).toBe(true)
    const { rows } = await world.sql.query(
      "select method, strong from sessions where person_id = $1 and method = 'passkey'",
      [id],
    )
    expect(rows).toEqual([{ method: 'passkey', strong: true }])
    // Its challenge is used up, whoever shows it again.
    const again = createBrowser(web.url)
    expect((await post(again, '/sign-in/passkey/show', { response })).status).toBe(401)
    const half = await atStep(email)
    const second = key.assert(await askChallenge(half, '/sign-in/step/passkey'))
    expect(await show(half, { type: 'passkey', response: second })).toBe(303)
  })

  it('must verify its person to stand alone, and need not beside a password', async () => {
    const { email, browser } = await person()
    const key = await addPasskey(browser, web.url, { verifies: false })
    const alone = createBrowser(web.url)
    const response = key.assert(await askChallenge(alone, '/sign-in/passkey'))
    expect((await post(alone, '/sign-in/passkey/show', { response })).status).toBe(401)
    const half = await atStep(email)
    const beside = key.assert(await askChallenge(half, '/sign-in/step/passkey'))
    expect(await show(half, { type: 'passkey', response: beside })).toBe(303)
  })

  it('of another site, of nobody, or copied from a device opens nothing', async () => {
    const { browser } = await person()
    const key = await addPasskey(browser, web.url)
    const tries = createBrowser(web.url)
    const shown = async (response: string) =>
      (await post(tries, '/sign-in/passkey/show', { response })).status
    const ask = () => askChallenge(tries, '/sign-in/passkey')
    const elsewhere = new SoftPasskey({ origin: 'https://evil.test' })
    expect(await shown(elsewhere.assert(await ask()))).toBe(401)
    expect(await shown(key.assert({ challenge: 'A'.repeat(43) }))).toBe(401)
    expect(await shown('{"id":1}')).toBe(401)
    expect(await shown('not json')).toBe(401)
    expect(await shown(key.assert(await ask()))).toBe(303)
    key.counter = 0
    expect(await shown(key.assert(await ask()))).toBe(401)
  })

  it('answers 50 copies of one assertion once', async () => {
    const { browser } = await person()
    const key = await addPasskey(browser, web.url)
    const response = key.assert(await askChallenge(createBrowser(web.url), '/sign-in/passkey'))
    const statuses = await Promise.all(
      Array.from(
        { length: 50 },
        async () =>
          (await post(createBrowser(web.url), '/sign-in/passkey/show', { response })).status,
      ),
    )
    expect(statuses.filter((status) => status === 303)).toHaveLength(1)
  })
})
