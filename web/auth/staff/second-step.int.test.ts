/** K01–K07 for staff: nobody gets in without a second factor, and each code and each step is good once. */
import { z } from 'zod'
import { beforeEach, describe, expect, it } from 'vitest'
import { createBrowser, type Browser } from '../../testing/browser.ts'
import {
  addStaff,
  addStaffWithoutFactor,
  giveCode,
  givePassword,
  staffIn,
} from '../../testing/staff.ts'
import { openWeb } from '../../testing/open-web.ts'
import { totpCodeAt } from '../factors/totp.ts'

const { world, web } = await openWeb(({ staffUrl }) => ({ staffUrl }))

beforeEach(() => world.sql.query('delete from rate_limits'))

const PARALLEL = 50
const atStep = async (email: string): Promise<Browser> => {
  const browser = createBrowser(web.url)
  await givePassword(browser, email)
  return browser
}
const now = (secret: string): string => totpCodeAt(secret, Date.now())

const enrolSchema = z.object({ type: z.literal('enrol'), secret: z.string() })
const enrolOf = async (browser: Browser): Promise<string> =>
  enrolSchema.parse(await (await browser.fetch('/admin/sign-in/step')).json()).secret

const doneSchema = z.object({ recoveryCodes: z.array(z.string()) })
async function enrol(email: string): Promise<{ secret: string; codes: string[] }> {
  const browser = await atStep(email)
  const secret = await enrolOf(browser)
  const answer = await giveCode(browser, now(secret))
  return { secret, codes: doneSchema.parse(await answer.json()).recoveryCodes }
}

describe('a code', () => {
  it('is good once: of 50 steps of one account with the same code one passes (K01)', async () => {
    const staff = await addStaff(world, 'operations')
    const browsers: Browser[] = []
    for (let i = 0; i < PARALLEL; i++) {
      await world.sql.query('delete from rate_limits')
      browsers.push(await atStep(staff.email))
    }
    await world.sql.query('delete from rate_limits')
    const code = now(staff.totpSecret)
    const answers = await Promise.all(browsers.map((browser) => giveCode(browser, code)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    const { rows } = await world.sql.query('select 1 from staff_sessions where staff_id = $1', [
      staff.id,
    ])
    expect(rows).toHaveLength(1)
  })

  it('is of this step or one beside it, never older or newer (K02)', async () => {
    const staff = await addStaff(world, 'agent')
    for (const seconds of [-90, -60, 60, 90]) {
      // In the middle of a step, so that the test does not depend on where in one it runs.
      const middle = Math.floor(Date.now() / 30_000) * 30_000 + 15_000
      const browser = await atStep(staff.email)
      const code = totpCodeAt(staff.totpSecret, middle + seconds * 1_000)
      expect((await giveCode(browser, code)).ok).toBe(false)
    }
  })

  it('is tried five times for one step, then the password has to be given again', async () => {
    const staff = await addStaff(world, 'agent')
    const browser = await atStep(staff.email)
    for (let i = 0; i < 5; i++) expect((await giveCode(browser, '000000')).ok).toBe(false)
    expect(await (await giveCode(browser, now(staff.totpSecret))).json()).toMatchObject({
      type: 'over',
    })
    expect((await giveCode(await atStep(staff.email), now(staff.totpSecret))).ok).toBe(true)
  })

  it('is counted over all steps of an account: ten wrong ones, and no right one helps', async () => {
    const staff = await addStaff(world, 'agent')
    for (const tries of [4, 4, 2]) {
      const browser = await atStep(staff.email)
      for (let i = 0; i < tries; i++) await giveCode(browser, '000000')
    }
    const answer = await giveCode(await atStep(staff.email), now(staff.totpSecret))
    expect(await answer.json()).toMatchObject({ type: 'too_many_tries' })
  })
})

describe('between password and code (K04)', () => {
  it('nothing but the step works, and its token is good once', async () => {
    const staff = await addStaff(world, 'admin')
    const browser = await atStep(staff.email)
    const half = browser.cookie()
    const token = half.split('=')[1] ?? ''
    const { cookie } = web.parts.console?.door ?? {}
    const { sessionName } = web.parts.door.cookies
    for (const shown of [
      half,
      `${cookie?.sessionName ?? ''}=${token}`,
      `${sessionName}=${token}`,
    ]) {
      const fresh = createBrowser(web.url)
      expect(await staffIn(fresh, { cookie: shown })).toBeNull()
      const asked = await fresh.query('portal.session.get', { headers: { cookie: shown } })
      expect(asked.status).toBe(401)
      const view = {
        method: 'POST',
        headers: { cookie: shown, 'content-type': 'application/json' },
      }
      const body = JSON.stringify({
        tenantId: world.ours.id,
        personId: world.ours.members.admin.id,
        reason: 'half signed in, no right',
      })
      expect((await fresh.fetch('/admin/view-as', { ...view, body })).ok).toBe(false)
    }
    expect((await giveCode(browser, now(staff.totpSecret))).ok).toBe(true)
    const again = await createBrowser(web.url).fetch('/admin/sign-in/step', {
      headers: { cookie: half },
    })
    expect(await again.json()).toBeNull()
  })

  it('is over when the account is disabled', async () => {
    const staff = await addStaff(world, 'agent')
    const browser = await atStep(staff.email)
    await world.sql.query('update staff set disabled_at = now() where id = $1', [staff.id])
    expect(await (await giveCode(browser, now(staff.totpSecret))).json()).toMatchObject({
      type: 'over',
    })
  })
})

describe('the first sign-in', () => {
  it('sets a factor up: the same secret until a code of it is shown, and no session before (K05)', async () => {
    const staff = await addStaffWithoutFactor(world, 'agent')
    const browser = await atStep(staff.email)
    const secret = await enrolOf(browser)
    expect(await enrolOf(browser)).toBe(secret)
    expect((await giveCode(browser, '000000')).ok).toBe(false)
    expect(await staffIn(browser)).toBeNull()
    const other = await atStep(staff.email)
    expect((await giveCode(browser, now(secret))).ok).toBe(true)
    expect(await staffIn(browser)).toBe(staff.email)
    // Another tab that was enrolling proves now, and sees no secret any more.
    expect(await (await other.fetch('/admin/sign-in/step')).json()).toEqual({ type: 'prove' })
  })

  it('leaves no secret that a dump would show (K07)', async () => {
    const staff = await addStaffWithoutFactor(world, 'agent')
    const { secret, codes } = await enrol(staff.email)
    const { rows } = await world.sql.query<{ dump: string }>(
      `select (select string_agg(t::text, ' ') from staff_totp_secrets t) ||
         (select string_agg(t::text, ' ') from single_use_tokens t) as dump`,
    )
    for (const plain of [secret, ...codes, ...codes.map((code) => code.replaceAll('-', ''))]) {
      expect(rows[0]?.dump).not.toContain(plain)
    }
  })

  it('gives ten recovery codes, each good once: of 50 uses of one, one passes (K06)', async () => {
    const staff = await addStaffWithoutFactor(world, 'agent')
    const { codes } = await enrol(staff.email)
    expect(new Set(codes).size).toBe(10)
    const browsers: Browser[] = []
    for (let i = 0; i < PARALLEL; i++) {
      await world.sql.query('delete from rate_limits')
      browsers.push(await atStep(staff.email))
    }
    await world.sql.query('delete from rate_limits')
    const [first = '', second = ''] = codes
    // Ten tries of an account in a quarter of an hour: more must not count against this test.
    const keep = setInterval(() => void world.sql.query('delete from rate_limits'), 5)
    const answers = await Promise.all(browsers.map((browser) => giveCode(browser, first)))
    clearInterval(keep)
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    await world.sql.query('delete from rate_limits')
    const shouted = ` ${second.toUpperCase()} `
    expect((await giveCode(await atStep(staff.email), shouted)).ok).toBe(true)
  })
})
