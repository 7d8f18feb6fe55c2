/** The console's door: what it says, to whom and how often; and that portal and console are nothing to each other. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hashPassword } from '#db/password.ts'
import { createBrowser } from '../../testing/browser.ts'
import { addStaff, givePassword, signInStaff, staffIn, type Staff } from '../../testing/staff.ts'
import { startWeb } from '../../testing/start-web.ts'
import { PASSWORD } from '../../testing/world.ts'
import { openWeb } from '../../testing/open-web.ts'

const { database, world, web } = await openWeb(({ staffUrl }) => ({ staffUrl }))
let staff: Staff

beforeAll(async () => {
  staff = await addStaff(world, 'operations')
})

beforeEach(async () => {
  await world.sql.query('delete from rate_limits')
  await world.sql.query('delete from used_marks')
})

const browser = () => createBrowser(web.url)

describe('signing in to the console', () => {
  it('takes the e-mail in any case and the password exactly, and leads to pages of the console only', async () => {
    const right = browser()
    const answer = await givePassword(right, ` ${staff.email.toUpperCase()} `)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/admin/sign-in/step'])
    expect(await staffIn(right)).toBeNull()
    const wrong = browser()
    expect((await givePassword(wrong, staff.email, `${PASSWORD} `)).status).toBe(401)
    expect(wrong.cookie()).toBe('')
    for (const [next, to] of [
      [
        '/admin/inbox?outcome=unmapped',
        '/admin/sign-in/step?next=%2Fadmin%2Finbox%3Foutcome%3Dunmapped',
      ],
      ['/t/northgate/orders', '/admin/sign-in/step'],
      ['//evil.test', '/admin/sign-in/step'],
      ['/admin/sign-out', '/admin/sign-in/step'],
      ['/administrator', '/admin/sign-in/step'],
    ]) {
      const led = await browser().fetch('/admin/sign-in', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: staff.email, password: PASSWORD, next }),
      })
      expect(led.headers.get('location')).toBe(to)
    }
  })

  it('answers an unknown, a wrong, a password-less, a disabled, a member’s and a locked account alike', async () => {
    const noPassword = await addStaff(world, 'agent')
    await world.sql.query('update staff set password_hash = null where id = $1', [noPassword.id])
    const disabled = await addStaff(world, 'agent')
    await world.sql.query('update staff set disabled_at = now() where id = $1', [disabled.id])
    const locked = await addStaff(world, 'agent')
    for (let i = 0; i < 10; i++) await givePassword(browser(), locked.email, 'wrong')
    const answers: string[] = []
    for (const [who, password] of [
      ['nobody@nowhere.test', PASSWORD],
      [staff.email, 'wrong'],
      [noPassword.email, PASSWORD],
      [disabled.email, PASSWORD],
      [locked.email, PASSWORD],
      [world.ours.members.admin.email, PASSWORD],
      ["' or 1=1 --", PASSWORD],
    ] as const) {
      const answer = await givePassword(browser(), who, password)
      expect(answer.headers.getSetCookie()).toEqual([])
      answers.push(`${String(answer.status)} ${await answer.text()}`)
    }
    expect(new Set(answers)).toEqual(new Set(['401 {"type":"refused"}']))
  })

  it('works as long for an account that does not exist', async () => {
    const other = await addStaff(world, 'agent')
    const real = await hashPassword(PASSWORD)
    await world.sql.query('update staff set password_hash = $2 where id = $1', [other.id, real])
    const timesOf = async (who: string): Promise<number> => {
      const times: number[] = []
      for (let i = 0; i < 7; i++) {
        const started = performance.now()
        await givePassword(browser(), who, 'wrong')
        times.push(performance.now() - started)
      }
      return times.toSorted((a, b) => a - b)[3] ?? 0
    }
    await timesOf('warm@nowhere.test')
    const [unknown, known] = [await timesOf('nobody@nowhere.test'), await timesOf(other.email)]
    // A hash costs tens of milliseconds; skipping it would show as a factor, noise does not.
    expect(Math.max(unknown, known) / Math.min(unknown, known)).toBeLessThan(2)
  })

  it('counts tries by account and by address, apart from those at the portal', async () => {
    const { email } = await addStaff(world, 'agent')
    for (let i = 0; i < 10; i++) await givePassword(browser(), email, 'wrong')
    expect((await givePassword(browser(), email)).status).toBe(401)
    const statuses: number[] = []
    for (let i = 0; i < 95; i++) {
      statuses.push((await givePassword(browser(), `${String(i)}@nowhere.test`, '')).status)
    }
    expect(statuses.at(0)).toBe(401)
    expect(statuses.at(-1)).toBe(429)
    expect((await browser().signIn(world.ours.members.admin.email)).status).toBe(303)
  }, 60_000)
})

describe('a staff session', () => {
  it('is nothing in the portal, and a member’s is nothing in the console', async () => {
    const both = browser()
    await signInStaff(both, staff)
    expect((await both.query('portal.session.get')).status).toBe(401)
    expect(
      (
        await both.fetch('/api/trpc/admin.session.get', {
          headers: { 'x-portside-tenant': 'northgate' },
        })
      ).status,
    ).toBe(404)
    const member = browser()
    await member.signIn(world.ours.members.admin.email)
    expect(await staffIn(member)).toBeNull()
    const id = member.cookie().split('=')[1] ?? ''
    expect(await staffIn(browser(), { cookie: `${staffCookie()}=${id}` })).toBeNull()
    const staffId = both.cookie().split('=')[1] ?? ''
    const { sessionName } = web.parts.door.cookies
    const swapped = { cookie: `${sessionName}=${staffId}` }
    expect((await browser().query('portal.session.get', { headers: swapped })).status).toBe(401)
  })

  it('is rotated at sign-in, stored as a hash, and over with signing out', async () => {
    const own = browser()
    await signInStaff(own, staff)
    const first = own.cookie()
    await signInStaff(own, staff)
    const second = own.cookie()
    expect(second).not.toBe(first)
    expect(await staffIn(browser(), { cookie: first })).toBeNull()
    const { rows } = await world.sql.query<{ dump: string }>(
      `select string_agg(s::text || encode(id_hash, 'base64'), ' ') as dump from staff_sessions s`,
    )
    expect(rows[0]?.dump).not.toContain(second.split('=')[1])
    const out = await own.fetch('/admin/sign-out', { method: 'POST' })
    expect(out.headers.getSetCookie()[0]).toMatch(/Max-Age=0/)
    expect(await staffIn(browser(), { cookie: second })).toBeNull()
  })

  it('ends by inactivity, after twelve hours, and with the account; the background keeps none alive', async () => {
    const member = await addStaff(world, 'agent')
    const own = browser()
    await signInStaff(own, member)
    const set = (change: string) =>
      world.sql.query(`update staff_sessions set ${change} where staff_id = $1`, [member.id])
    await set(`seen_at = now() - interval '29 minutes'`)
    expect(await staffIn(own, { 'x-portside-background': '1' })).toBe(member.email)
    const { rows } = await world.sql.query<{ idle: boolean; hours: number }>(
      `select seen_at < now() - interval '28 minutes' as idle,
         round(extract(epoch from expires_at - created_at) / 3600)::int as hours
       from staff_sessions where staff_id = $1`,
      [member.id],
    )
    expect(rows).toEqual([{ idle: true, hours: 12 }])
    expect(await staffIn(own)).toBe(member.email)
    await set(`seen_at = now() - interval '31 minutes'`)
    expect(await staffIn(own)).toBeNull()
    await set(`seen_at = now(), expires_at = now()`)
    expect(await staffIn(own)).toBeNull()
    await set(`expires_at = now() + interval '1 hour'`)
    expect(await staffIn(own)).toBe(member.email)
    await world.sql.query('update staff set disabled_at = now() where id = $1', [member.id])
    expect(await staffIn(own)).toBeNull()
  })

  it('cannot be made from outside our pages', async () => {
    const answer = await fetch(`${web.url}/admin/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' },
      body: JSON.stringify({ email: staff.email, password: PASSWORD }),
    })
    expect(answer.status).toBe(403)
  })
})

it('without a DSN of the staff role there is no console', async () => {
  const bare = await startWeb({
    databaseUrl: database.appUrl,
    encryptionKeys: world.encryptionKeys,
  })
  const answer = await createBrowser(bare.url).fetch('/admin/session')
  expect([answer.status, bare.parts.console]).toEqual([404, null])
  await bare.close()
})

const staffCookie = (): string => web.parts.console?.door.cookie.sessionName ?? ''
