/** K09, K10, N01 to N07: what the door says, to whom, how often, and what it leaves in the database. */
import { describe, expect, it } from 'vitest'
import { hashPassword } from '#db/password.ts'
import { createBrowser, type Browser } from '../testing/browser.ts'
import { PASSWORD } from '../testing/world.ts'
import { openWeb } from '../testing/open-web.ts'

const { world, web } = await openWeb()

const isSignedIn = async (browser: Browser): Promise<boolean> =>
  (await browser.query('portal.session.get')).status === 200

const forgetTries = () => world.sql.query('delete from rate_limits')

describe('signing in', () => {
  it('takes the e-mail in any case, and the password exactly', async () => {
    const { email } = world.ours.members.admin
    const right = createBrowser(web.url)
    expect((await right.signIn(` ${email.toUpperCase()} `)).status).toBe(303)
    expect(await isSignedIn(right)).toBe(true)
    const wrong = createBrowser(web.url)
    expect((await wrong.signIn(email, PASSWORD.toUpperCase())).status).toBe(401)
    expect((await wrong.signIn(email, `${PASSWORD} `)).status).toBe(401)
    expect(wrong.cookie()).toBe('')
  })

  it('answers an unknown, a wrong, a password-less, a disabled and a locked account alike', async () => {
    await forgetTries()
    const { email } = await world.addMember(world.ours, 'admin')
    const noPassword = await world.addMember(world.ours, 'admin')
    await world.sql.query('update people set password_hash = null where id = $1', [noPassword.id])
    const disabled = await world.addMember(world.ours, 'admin')
    await world.sql.query('update people set disabled_at = now() where id = $1', [disabled.id])
    const locked = await world.addMember(world.ours, 'admin')
    for (let i = 0; i < 10; i++) await createBrowser(web.url).signIn(locked.email, 'wrong')
    const tries: [string, string][] = [
      ['nobody@nowhere.test', PASSWORD],
      [email, 'wrong'],
      [noPassword.email, PASSWORD],
      [disabled.email, PASSWORD],
      [locked.email, PASSWORD],
      ["' or 1=1 --", PASSWORD],
      [email, 'x'.repeat(129)],
    ]
    const answers: string[] = []
    for (const [who, password] of tries) {
      const answer = await createBrowser(web.url).signIn(who, password)
      expect(answer.headers.getSetCookie()).toEqual([])
      answers.push(`${String(answer.status)} ${await answer.text()}`)
    }
    expect(new Set(answers)).toEqual(new Set(['401 {"type":"refused"}']))
  })

  it('works as long for an account that does not exist', async () => {
    await forgetTries()
    const { id, email } = await world.addMember(world.ours, 'admin')
    const real = await hashPassword(PASSWORD)
    await world.sql.query('update people set password_hash = $2 where id = $1', [id, real])
    const timesOf = async (who: string): Promise<number> => {
      const times: number[] = []
      for (let i = 0; i < 7; i++) {
        const started = performance.now()
        await createBrowser(web.url).signIn(who, 'wrong')
        times.push(performance.now() - started)
      }
      return times.toSorted((a, b) => a - b)[3] ?? 0
    }
    await timesOf('warm@nowhere.test')
    const [unknown, known] = [await timesOf('nobody@nowhere.test'), await timesOf(email)]
    // A hash costs tens of milliseconds; skipping it would show as a factor, noise does not.
    expect(Math.max(unknown, known) / Math.min(unknown, known)).toBeLessThan(2)
  })

  it('locks an account for its own tries only, and gives them back after a success', async () => {
    await forgetTries()
    const [first, second] = [world.ours.members.billing.email, world.ours.members.project.email]
    for (let i = 0; i < 9; i++) await createBrowser(web.url).signIn(first, 'wrong')
    expect((await createBrowser(web.url).signIn(first)).status).toBe(303)
    for (let i = 0; i < 10; i++) await createBrowser(web.url).signIn(first, 'wrong')
    expect((await createBrowser(web.url).signIn(first)).status).toBe(401)
    expect((await createBrowser(web.url).signIn(second)).status).toBe(303)
    const { rows } = await world.sql.query<{ key: string }>('select key from rate_limits')
    expect(rows.map(({ key }) => key).join()).not.toContain('@')
  })

  it('counts an address by the connection, whatever X-Forwarded-For claims', async () => {
    await forgetTries()
    const tries = Array.from({ length: 101 }, (_, i) => i)
    const statuses: number[] = []
    for (const i of tries) {
      const answer = await createBrowser(web.url).fetch('/sign-in', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': `198.51.100.${String(i)}`,
        },
        body: JSON.stringify({ email: `${String(i)}@nowhere.test`, password: '' }),
      })
      statuses.push(answer.status)
    }
    expect(statuses.slice(0, 100)).toEqual(tries.slice(0, 100).map(() => 401))
    expect(statuses[100]).toBe(429)
    await forgetTries()
  }, 60_000)

  it('leads to own paths only', async () => {
    for (const [next, to] of [
      ['//evil.test', '/'],
      ['/t/northgate/orders?view=late', '/t/northgate/orders?view=late'],
      ['https://evil.test', '/'],
    ]) {
      const answer = await createBrowser(web.url).fetch('/sign-in', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: world.ours.members.admin.email, password: PASSWORD, next }),
      })
      expect(answer.headers.get('location')).toBe(to)
    }
  })
})

describe('a session', () => {
  it('has a new id after signing in, and the id before it is dead', async () => {
    const { email } = world.ours.members.admin
    const planted = createBrowser(web.url)
    const { sessionName } = web.parts.door.cookies
    const fixed = `${sessionName}=${'A'.repeat(43)}`
    await planted.fetch('/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: fixed },
      body: JSON.stringify({ email, password: PASSWORD }),
    })
    expect(planted.cookie()).not.toContain('A'.repeat(43))
    const before = planted.cookie()
    expect(await isSignedIn(planted)).toBe(true)
    await planted.signIn(email)
    expect(planted.cookie()).not.toBe(before)
    const old = createBrowser(web.url)
    const answer = await old.query('portal.session.get', { headers: { cookie: before } })
    expect(answer.status).toBe(401)
  })

  it('is stored as a hash: nothing in the database signs anybody in', async () => {
    const browser = createBrowser(web.url)
    await browser.signIn(world.ours.members.admin.email)
    const id = browser.cookie().split('=')[1] ?? ''
    const { rows } = await world.sql.query<{ dump: string }>(
      `select coalesce(string_agg(s::text || encode(id_hash, 'base64'), ' '), '') as dump from sessions s`,
    )
    expect(id).toHaveLength(43)
    expect(rows[0]?.dump).not.toContain(id)
    const hash = createBrowser(web.url)
    for (const text of rows[0]?.dump.match(/[A-Za-z0-9+/]{43}=/g)?.slice(0, 50) ?? []) {
      const cookie = `${web.parts.door.cookies.sessionName}=${text.replace('=', '')}`
      expect((await hash.query('portal.session.get', { headers: { cookie } })).status).toBe(401)
    }
  })

  it('ends by inactivity, and neither background requests nor streams keep it alive', async () => {
    const member = await world.addMember(world.ours, 'admin')
    const browser = createBrowser(web.url)
    await browser.signIn(member.email)
    const ageTo = (minutes: number) =>
      world.sql.query(
        'update sessions set seen_at = now() - make_interval(mins => $1) where person_id = $2',
        [minutes, member.id],
      )
    await ageTo(29)
    expect(
      (await browser.query('portal.session.get', { headers: { 'x-portside-background': '1' } }))
        .status,
    ).toBe(200)
    const { rows } = await world.sql.query<{ idle: boolean }>(
      "select seen_at < now() - interval '28 minutes' as idle from sessions where person_id = $1",
      [member.id],
    )
    expect(rows).toEqual([{ idle: true }])
    expect(await isSignedIn(browser)).toBe(true)
    await ageTo(31)
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('ends after twelve hours however active it is', async () => {
    const member = await world.addMember(world.ours, 'admin')
    const browser = createBrowser(web.url)
    await browser.signIn(member.email)
    const { rows } = await world.sql.query<{ hours: string }>(
      'select extract(epoch from expires_at - created_at) / 3600 as hours from sessions where person_id = $1',
      [member.id],
    )
    expect(Number(rows[0]?.hours)).toBeCloseTo(12, 2)
    await world.sql.query('update sessions set expires_at = now() where person_id = $1', [
      member.id,
    ])
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('is over with the answer to signing out', async () => {
    const browser = createBrowser(web.url)
    await browser.signIn(world.ours.members.admin.email)
    const cookie = browser.cookie()
    expect((await browser.signOut()).headers.getSetCookie()[0]).toMatch(/Max-Age=0/)
    expect(
      (await createBrowser(web.url).query('portal.session.get', { headers: { cookie } })).status,
    ).toBe(401)
  })

  it('shows only what the person has', async () => {
    const browser = createBrowser(web.url)
    await browser.signIn(world.ours.members.billing.email)
    const { data } = await browser.query('portal.session.get')
    expect(data).toMatchObject({
      role: { type: 'preset', preset: 'billing' },
      person: { email: world.ours.members.billing.email, timeZone: 'Europe/Berlin' },
      tenant: { slug: 'northgate' },
      tenants: [{ slug: 'northgate' }],
      permissions: [
        'billing:view',
        'billing:amounts',
        'billing:export',
        'billing:manage',
        'company:view',
      ],
      operator: { name: 'Halden Steam' },
    })
  })
})
