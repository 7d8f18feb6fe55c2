/** R26: a web process whose clock is ten minutes off accepts and refuses what one with the right time does: PostgreSQL's clock decides. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { newId } from '#workflows/contracts/ids.ts'
import { codeOf, forgetTries, post, setUpApp } from '../testing/account.ts'
import { createBrowser } from '../testing/browser.ts'
import { openWeb } from '../testing/open-web.ts'
import { orderEvent, sendWebhook } from '../testing/order-webhook.ts'
import { totpCodeAt } from './factors/totp.ts'

const { world, web } = await openWeb()

afterEach(() => {
  vi.useRealTimers()
})

const MINUTE_MS = 60_000
const MINUTES = [10, -10]

/** From now on the process, and not the database, believes it to be so many minutes later. */
function shiftClock(minutes: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * MINUTE_MS })
}

async function person() {
  const member = await world.addMember(world.ours, 'admin')
  const browser = createBrowser(web.url)
  await browser.signIn(member.email)
  return { ...member, browser }
}

describe.each(MINUTES)('a clock that is %i minutes off', (minutes) => {
  it('takes the webhooks that are new, and none that are old or ahead', async () => {
    const sent = (age: number): Promise<Response> =>
      sendWebhook({
        ...{ url: web.url, connectionId: world.connectionId, secret: world.secret, age },
        body: orderEvent({ customer: world.ours.customerId }),
      })
    shiftClock(minutes)
    expect((await sent(minutes * 60)).status).toBe(202)
    expect((await sent(0)).status).toBe(401)
  })

  it('gives sessions and invitations their time, no more and no less', async () => {
    shiftClock(minutes)
    const { id, browser } = await person()
    const people = [
      {
        email: `${newId()}@x.example`,
        role: { type: 'preset', preset: 'project' },
        ownOnly: false,
      },
    ]
    expect((await browser.mutate('portal.invitations.create', { input: { people } })).status).toBe(
      200,
    )
    const { rows } = await world.sql.query<{ hours: number; days: number }>(
      `select round(extract(epoch from s.expires_at - now()) / 3600, 1)::float8 as hours,
         round(extract(epoch from i.expires_at - now()) / 86400, 2)::float8 as days
       from sessions s join invitations i on i.invited_by = s.person_id where s.person_id = $1`,
      [id],
    )
    expect(rows).toEqual([{ hours: 12, days: 7 }])
  })

  it('asks again for a proof that is eleven minutes old, and for none that is nine', async () => {
    const { id, browser } = await person()
    shiftClock(minutes)
    const statusAfter = async (age: number): Promise<number> => {
      await world.sql.query(
        `update sessions set reauthenticated_at = now() - make_interval(mins => $2) where person_id = $1`,
        [id, age],
      )
      return (await browser.mutate('portal.account.totp.begin')).status
    }
    expect(await statusAfter(11)).toBe(412)
    expect(await statusAfter(9)).toBe(200)
  })

  it('takes the code that an app shows now, and none that it would have shown', async () => {
    const { email, browser } = await person()
    const { secret } = await setUpApp(browser)
    const right = codeOf(secret)
    shiftClock(minutes)
    const half = createBrowser(web.url)
    await half.signIn(email)
    const show = async (code: string): Promise<number> =>
      (await post(half, '/sign-in/step', { type: 'totp', code })).status
    expect(await show(totpCodeAt(secret, Date.now()))).toBe(401)
    expect(await show(right)).toBe(303)
    await forgetTries(world.sql)
  })
})
