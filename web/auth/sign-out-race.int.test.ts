/** N08: signing out in one tab while another one saves: whatever is written is written before the answer. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createBrowser } from '../testing/browser.ts'
import { openWeb } from '../testing/open-web.ts'

const RACES = 200

const { world, web } = await openWeb()

it('never lets a write follow the answer', { timeout: 60_000 }, async () => {
  const { id, email } = await world.addMember(world.ours, 'admin')
  const nameNow = async (): Promise<string | undefined> => {
    const sql = 'select name from people where id = $1'
    return (await world.sql.query<{ name: string }>(sql, [id])).rows[0]?.name
  }
  const statuses = new Set<number>()
  for (let race = 0; race < RACES; race++) {
    const [one, other] = [createBrowser(web.url), createBrowser(web.url)]
    expect((await one.signIn(email)).status).toBe(303)
    const headers = { cookie: one.cookie() }
    const name = `Name ${String(race)}`
    const saved = other.mutate('portal.account.updateProfile', {
      ...{ tenant: '', headers },
      input: { name, locale: 'en', timeZone: null },
    })
    // From well before to about the end of what the other tab does.
    await sleep((race % 20) / 2)
    await one.signOut()
    const atTheAnswer = await nameNow()
    const { status } = await saved
    statuses.add(status)
    expect([race, await nameNow()]).toEqual([race, atTheAnswer])
    expect([race, atTheAnswer === name]).toEqual([race, status === 200])
  }
  // Both ends were met, or the race was none.
  expect([...statuses].toSorted()).toEqual([200, 401])
})
