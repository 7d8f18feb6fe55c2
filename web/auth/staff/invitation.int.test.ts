/** I01 and K01 for staff: a link lets one in once, into the second step and no further; and what ends, ends at once. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { issueToken } from '#db/system/single-use.ts'
import { withSystem } from '#db/system/system.ts'
import { createDatabase, type Database } from '#db/client.ts'
import { newId, type StaffId } from '#workflows/contracts/ids.ts'
import type { AdminApi, StaffInvitationPort } from '../../admin/api.ts'
import { createBrowser, type Browser } from '../../testing/browser.ts'
import { addStaff, giveCode, signInStaff, staffIn, type Staff } from '../../testing/staff.ts'
import { startWeb, type RunningWeb } from '../../testing/start-web.ts'
import { lookAs } from '../../testing/view-as.ts'
import { createWorld, type World } from '../../testing/world.ts'
import { createStaffCaller } from '../../trpc/admin/router.ts'
import { totpCodeAt } from '../factors/totp.ts'
import { createStaffInvitationPort } from './invitation-port.ts'

let database: TestDatabase
let world: World
let web: RunningWeb
let worker: Database
let port: StaffInvitationPort

beforeAll(async () => {
  database = await createTestDatabase()
  world = await createWorld(database)
  worker = createDatabase({ url: database.workerUrl, name: 'test' })
  web = await startWeb({
    ...{ databaseUrl: database.appUrl, staffUrl: database.staffUrl },
    encryptionKeys: world.encryptionKeys,
  })
  port = createStaffInvitationPort(parts().door)
})

afterAll(async () => {
  await web.close()
  await worker.close()
  await world.close()
  await database.drop()
})

beforeEach(() => world.sql.query('delete from rate_limits'))

function parts() {
  const { console } = web.parts
  if (!console) throw new Error('this web has no console')
  return console
}

const PASSWORD = 'a ship in port is safe'
const LIFETIME_MS = 60_000

interface Invited {
  id: StaffId
  email: string
  token: string
}

async function invite(lifetimeMs = LIFETIME_MS): Promise<Invited> {
  const id = newId<StaffId>()
  const email = `${id}@staff.test`
  await world.sql.query(
    `insert into staff (id, email, name, role, invited_until)
     values ($1, $2, 'Ada Byron', 'operations', now() + interval '7 days')`,
    [id, email],
  )
  const wish = { purpose: 'staff_invitation', subject: id, lifetimeMs } as const
  return { id, email, token: await withSystem(worker, (trx) => issueToken(trx, wish)) }
}

const GONE = { type: 'gone' }

describe('the link of an invitation', () => {
  it('says who is invited as what, and takes no weak password', async () => {
    const { email, token } = await invite()
    const open = { type: 'open', name: 'Ada Byron', email, role: 'operations' }
    expect(await port.find(token)).toEqual(open)
    const refused = (fault: string) => ({ type: 'refused', fault })
    expect(await port.accept(token, 'short')).toEqual(refused('too_short'))
    expect(await port.accept(token, 'password1')).toEqual(refused('common'))
    expect(await port.accept(token, email)).toEqual(refused('personal'))
    expect(await port.find(token)).toEqual(open)
  })

  it('opens nothing when it was withdrawn, ran out, was used or never was, all in one answer', async () => {
    const withdrawn = await invite()
    await world.sql.query('delete from staff where id = $1', [withdrawn.id])
    const late = await invite(1)
    const disabled = await invite()
    await world.sql.query('update staff set disabled_at = now() where id = $1', [disabled.id])
    for (const token of [withdrawn.token, late.token, disabled.token, 'x', 'y'.repeat(500)]) {
      expect(await port.find(token)).toEqual(GONE)
      expect(await port.accept(token, PASSWORD)).toEqual(GONE)
    }
  })

  it('is used once: of 50 at the same time one sets a password (I01)', async () => {
    const { id, email, token } = await invite()
    const tries = Array.from({ length: 50 }, (_, i) =>
      port.accept(token, `${PASSWORD} ${String(i)}`),
    )
    const answers = await Promise.all(tries)
    expect(answers.filter(({ type }) => type === 'joined')).toHaveLength(1)
    expect(answers.filter(({ type }) => type === 'gone')).toHaveLength(49)
    const { rows } = await world.sql.query(
      `select 1 from staff_actions where staff_id = $1 and command ->> 'type' = 'staff_join'`,
      [id],
    )
    expect(rows).toHaveLength(1)
    expect(await port.find(token)).toEqual(GONE)
    // The hash that the token is stored as opens nothing either.
    const hash = createHash('sha256').update(token).digest('base64url')
    expect(await port.find(hash)).toEqual(GONE)
    const door = parts().door.signIn
    const i = answers.findIndex(({ type }) => type === 'joined')
    const person = { email, address: '127.0.0.1', userAgent: null, replaces: null }
    const signedIn = await door({ ...person, password: `${PASSWORD} ${String(i)}` })
    expect(signedIn.type).toBe('second_step')
  })

  it('leads into the second step, where a factor is set up, and only then in', async () => {
    const { id, email, token } = await invite()
    const joined = await port.accept(token, PASSWORD)
    if (joined.type !== 'joined') throw new Error(joined.type)
    const cookie = joined.setCookie.map((each) => each.split(';')[0]).join('; ')
    expect(await staffIn(createBrowser(web.url), { cookie })).toBeNull()
    const browser = createBrowser(web.url)
    const step = await browser.fetch('/admin/sign-in/step', { headers: { cookie } })
    const { type, secret } = (await step.json()) as { type: string; secret: string }
    expect(type).toBe('enrol')
    const done = await browser.fetch('/admin/sign-in/step', {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ code: totpCodeAt(secret, Date.now()) }),
    })
    expect(done.status).toBe(200)
    expect(await staffIn(browser)).toBe(email)
    const { rows } = await world.sql.query(
      'select 1 from staff where id = $1 and last_sign_in_at > now() - $2::interval',
      [id, '1 minute'],
    )
    expect(rows).toHaveLength(1)
  })
})

async function signedIn(staff: Staff): Promise<{ browser: Browser; api: AdminApi }> {
  const browser = createBrowser(web.url)
  await world.sql.query('delete from rate_limits')
  await signInStaff(browser, staff)
  const { services, door } = parts()
  const hash = door.cookie.read(browser.cookie())
  if (hash === null) throw new Error('no session')
  const find = () => door.store.authenticate({ hash, active: true })
  const session = { hash, find }
  return { browser, api: createStaffCaller({ services, session, requestId: 'req_1' }).admin }
}

describe('own sessions', () => {
  it('are seen by their owner only, and ended one or all, but for the one that asks', async () => {
    const staff = await addStaff(world, 'agent')
    const [first, second, third] = [
      await signedIn(staff),
      await signedIn(staff),
      await signedIn(staff),
    ]
    const other = await signedIn(await addStaff(world, 'admin'))
    const seen = await first.api.account.sessions()
    expect(seen.map(({ isCurrent }) => isCurrent)).toEqual([true, false, false])
    expect(JSON.stringify(seen)).not.toMatch(/hash/i)
    const own = seen[0]?.handle ?? null
    const handle = (await third.api.account.sessions())[0]?.handle ?? null
    expect(await first.api.account.endSessions({ handle: own })).toEqual({ ended: 0 })
    expect(await other.api.account.endSessions({ handle })).toEqual({ ended: 0 })
    expect(await first.api.account.endSessions({ handle })).toEqual({ ended: 1 })
    expect(await staffIn(third.browser)).toBeNull()
    expect(await first.api.account.endSessions({ handle: null })).toEqual({ ended: 1 })
    expect(await staffIn(second.browser)).toBeNull()
    expect(await staffIn(first.browser)).toBe(staff.email)
    expect(await staffIn(other.browser)).not.toBeNull()
    const { rows } = await world.sql.query<{ n: string }>(
      `select result ->> 'ended' as n from staff_actions where staff_id = $1`,
      [staff.id],
    )
    expect(rows.map(({ n }) => n)).toEqual(['1', '1'])
  })
})

describe('a colleague who is changed', () => {
  it.each([
    ['disabled', `disabled_at = now()`],
    ['lowered', `role = 'agent'`],
  ])('and %s is refused on the next request, and a view ends (U04)', async (how, change) => {
    const staff = await addStaff(world, 'operations')
    const { browser, api } = await signedIn(staff)
    const member = world.ours.members.admin
    expect((await lookAs(browser, { tenant: world.ours, member })).ok).toBe(true)
    const look = () =>
      browser.query('portal.session.get', { headers: { 'x-portside-tenant': world.ours.slug } })
    expect((await look()).status).toBe(200)
    await world.sql.query(`update staff set ${change} where id = $1`, [staff.id])
    expect((await look()).status).toBe(401)
    const asked = api.backfill.start({ commandId: newId(), connectionId: world.connectionId })
    const code = how === 'disabled' ? 'UNAUTHORIZED' : 'FORBIDDEN'
    await expect(asked).rejects.toMatchObject({ code })
  })

  it('and disabled between password and code gets no session, and none that wakes when enabled again', async () => {
    const staff = await addStaff(world, 'agent')
    await world.sql.query('update staff set disabled_at = now() where id = $1', [staff.id])
    const { door } = parts()
    const hash = createHash('sha256').update(newId()).digest()
    await door.store.start({
      ...{ hash, personId: staff.id, address: '127.0.0.1', userAgent: null },
      ...{ lifetimeMs: LIFETIME_MS, provider: null },
      ...{ method: 'password', strong: true },
    })
    await world.sql.query('update staff set disabled_at = null where id = $1', [staff.id])
    expect(await door.store.authenticate({ hash, active: true })).toBeNull()
    expect((await giveCode(createBrowser(web.url), '000000')).ok).toBe(false)
  })
})
