/** One’s own account: the copy of one’s data (P06), sessions elsewhere and their streams, how long one lasts, the profile. */
import { describe, expect, it } from 'vitest'
import { CLASSIFICATION } from '#db/classification.ts'
import { PERSON_FACTS } from '#db/person-facts.ts'
import type { OwnData, OwnSessionView } from '#web/portal/account/account-api.ts'
import { setUpApp } from '#web/testing/account.ts'
import { createBrowser, type Browser } from '#web/testing/browser.ts'
import { openEventStream } from '#web/testing/event-stream.ts'
import { openWeb } from '#web/testing/open-web.ts'

const { world, web } = await openWeb()

async function person(): Promise<{ id: string; email: string; browser: Browser }> {
  const member = await world.addMember(world.ours, 'admin')
  const browser = createBrowser(web.url)
  await browser.signIn(member.email)
  return { ...member, browser }
}

const sessionsOf = async (browser: Browser): Promise<OwnSessionView[]> =>
  (await browser.query('portal.account.sessions.list')).data as OwnSessionView[]

describe('a copy of one’s own data (P06)', () => {
  it('considers every relation that could name a person', () => {
    const classified = Object.entries(CLASSIFICATION).flatMap(([relation, kind]) =>
      kind === 'system' ? [] : [relation],
    )
    expect(Object.keys(PERSON_FACTS).toSorted()).toEqual(classified.toSorted())
  })

  it('holds what names the person, and nothing of anybody else', async () => {
    const { browser, id, email } = await person()
    await setUpApp(browser)
    const [orderId] = world.ours.orderIds
    await world.sql.query(
      'update orders set owner_person_id = $2, placed_by_email = $3 where id = $1',
      [orderId, id, email],
    )
    const { text, data } = await browser.mutate('portal.account.data.export')
    const { account, tenants } = data as OwnData
    const told = Object.entries(PERSON_FACTS).filter(([, facts]) => facts === 'lookup')
    expect(Object.keys(account).toSorted()).toEqual(
      told.map(([relation]) => relation.replace('public.', '')).toSorted(),
    )
    expect(account['people']).toMatchObject([{ id, email, has_password: true }])
    expect(account['totp_secrets']).toMatchObject([{ state: 'active' }])
    expect(Object.keys(tenants)).toEqual(['northgate'])
    expect(tenants['northgate']?.['orders']).toMatchObject([{ id: orderId }])
    expect(tenants['northgate']?.['memberships']).toMatchObject([{ role: 'admin' }])
    expect(JSON.stringify(tenants['northgate']?.['audit_entries'])).toContain('totp_added')
    const others = [...Object.values(world.ours.members), ...Object.values(world.theirs.members)]
    for (const other of others) {
      expect(text).not.toContain(other.email)
      expect(text).not.toContain(other.id)
    }
    for (const secret of ['$argon2id', 'v1.k1.', 'password_hash', 'token_hash', 'id_hash']) {
      expect(text).not.toContain(secret)
    }
    const { rows } = await world.sql.query(
      "select 1 from audit_entries where action = 'account.data_exported' and actor_id = $1",
      [id],
    )
    expect(rows).toHaveLength(1)
  })
})

describe('sessions elsewhere', () => {
  it('are listed by device and place, the own one first', async () => {
    const { browser, email } = await person()
    await createBrowser(web.url).fetch('/sign-in', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      },
      body: JSON.stringify({ email, password: 'correct horse battery staple' }),
    })
    const sessions = await sessionsOf(browser)
    expect(sessions.map(({ isCurrent }) => isCurrent)).toEqual([true, false])
    expect(sessions[1]).toMatchObject({
      ...{ browser: 'Firefox', system: 'Linux', method: 'password', strong: false },
      address: '127.0.0.1',
    })
  })

  it('end with their streams within five seconds, one or all, and never the own one', async () => {
    const { browser, email } = await person()
    const [first, second] = [createBrowser(web.url), createBrowser(web.url)]
    for (const each of [first, second]) await each.signIn(email)
    const streams = [await openEventStream(first), await openEventStream(second)]
    const [, one] = await sessionsOf(browser)
    const started = performance.now()
    const input = { handle: one?.handle }
    const answer = await browser.mutate('portal.account.sessions.end', { input })
    expect(answer.data).toEqual({ ended: 1 })
    await Promise.race(streams.map((stream) => stream.ended))
    expect((await browser.mutate('portal.account.sessions.endOthers')).data).toEqual({ ended: 1 })
    await Promise.all(streams.map((stream) => stream.ended))
    expect(performance.now() - started).toBeLessThan(5_000)
    for (const each of [first, second]) {
      expect((await each.query('portal.session.get')).status).toBe(401)
    }
    expect(await sessionsOf(browser)).toHaveLength(1)
  })

  it('of other people cannot be ended by their handle', async () => {
    const { browser } = await person()
    const stranger = await person()
    const [theirs] = await sessionsOf(stranger.browser)
    const input = { handle: theirs?.handle }
    const answer = await browser.mutate('portal.account.sessions.end', { input })
    expect(answer.data).toEqual({ ended: 0 })
    expect((await stranger.browser.query('portal.session.get')).status).toBe(200)
  })
})

describe('how long a session lasts', () => {
  it('is told without making it longer, unless a person asks', async () => {
    const { browser, id } = await person()
    await world.sql.query(
      "update sessions set seen_at = now() - interval '20 minutes' where person_id = $1",
      [id],
    )
    const ask = async (headers: Record<string, string>) => {
      const { data } = await browser.query('portal.account.remaining', { tenant: '', headers })
      return Math.round((data as { idleMs: number }).idleMs / 60_000)
    }
    expect(await ask({ 'x-portside-background': '1' })).toBe(10)
    expect(await ask({ 'x-portside-background': '1' })).toBe(10)
    expect(await ask({})).toBe(30)
  })
})

describe('the profile', () => {
  it('keeps what can be shown in a line, in a zone there is', async () => {
    const { browser } = await person()
    const save = (input: object) => browser.mutate('portal.account.updateProfile', { input })
    const good = { name: 'Zoë Ångström', locale: 'en', timeZone: 'Europe/Berlin' }
    expect((await save(good)).data).toEqual({ type: 'saved' })
    expect((await browser.query('portal.account.get')).data).toMatchObject({ person: good })
    for (const bad of [
      { name: '' },
      { name: 'a\nb' },
      { name: 'a\u202eb' },
      { name: 'x'.repeat(201) },
      { timeZone: 'Mars/Olympus' },
      { locale: '../etc' },
    ]) {
      expect((await save({ ...good, ...bad })).status).toBe(400)
    }
  })
})
