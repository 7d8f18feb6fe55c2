/** U05, U06: staff see what a member sees, for a while, and can do nothing; the customer reads of it. */
import { beforeEach, describe, expect, it } from 'vitest'
import { createDatabase, type Database } from '#db/client.ts'
import { endView } from '#db/system/staff/views.ts'
import { ROLE_PRESETS } from '#workflows/contracts/access.ts'
import { createBrowser, type Browser } from '../../testing/browser.ts'
import { openEventStream } from '../../testing/event-stream.ts'
import { PROBES } from '../../testing/procedures.ts'
import { addStaff, signInStaff, staffIn, type Staff } from '../../testing/staff.ts'
import { lookAs, REASON } from '../../testing/view-as.ts'
import { type World } from '../../testing/world.ts'
import { openWeb } from '../../testing/open-web.ts'
import { hashSessionId } from '../session-cookie.ts'

const { database, world, web } = await openWeb(({ staffUrl }) => ({ staffUrl }))
let staff: Staff

beforeEach(async () => {
  await world.sql.query('delete from rate_limits')
  staff = await addStaff(world, 'agent')
})

const signedIn = async (): Promise<Browser> => {
  const browser = createBrowser(web.url)
  await signInStaff(browser, staff)
  return browser
}

const looking = async (role: (typeof ROLE_PRESETS)[number] = 'admin'): Promise<Browser> => {
  const browser = await signedIn()
  const answer = await lookAs(browser, { tenant: world.ours, member: world.ours.members[role] })
  expect(answer.status).toBe(200)
  return browser
}

const hashOf = (browser: Browser): Buffer => {
  const id = /portside-view-\d+=northgate\.([\w-]{43})/.exec(browser.cookie())?.[1]
  if (id === undefined) throw new Error('this browser looks at nothing')
  return hashSessionId(id)
}

const statusOf = async (browser: Browser): Promise<number> =>
  (await browser.query('portal.session.get')).status

const entries = async (action: string) => {
  const { rows } = await world.sql.query<{
    actor_name: string
    subject_label: string
    changes: object
  }>(
    `select actor_kind, actor_id, actor_name, action, subject_id, subject_label, changes, request_id
     from audit_entries where tenant_id = $1 and action = $2 and actor_id = $3 order by id`,
    [world.ours.id, action, staff.id],
  )
  return rows
}

describe('a view', () => {
  it('begins with a reason of ten characters, for a member of an active tenant, and is told to the customer first', async () => {
    const browser = await signedIn()
    const { admin } = world.ours.members
    const ask = (tenant = world.ours, reason = REASON) =>
      lookAs(browser, { tenant, member: admin, reason })
    expect((await ask(world.ours, 'too short')).ok).toBe(false)
    expect((await ask(world.ours, `${' '.repeat(20)}short`)).ok).toBe(false)
    expect((await ask(world.theirs)).ok).toBe(false)
    expect(await entries('view_as.started')).toEqual([])
    expect((await ask()).status).toBe(200)
    expect(await entries('view_as.started')).toMatchObject([
      {
        actor_kind: 'staff',
        actor_id: staff.id,
        subject_id: admin.id,
        changes: { reason: { to: REASON } },
      },
    ])
    const { data } = await browser.query('portal.session.get')
    expect(data).toMatchObject({
      person: { id: admin.id },
      tenants: [{ slug: 'northgate' }],
      viewAs: { staff: 'agent of staff', reason: REASON },
    })
  })

  it.each(ROLE_PRESETS)('sees with the rights of %s exactly', async (role) => {
    const view = await looking(role)
    const member = createBrowser(web.url)
    await member.signIn(world.ours.members[role].email)
    for (const [path, { input, acts }] of Object.entries(PROBES)) {
      if (acts || path === 'portal.session.get') continue
      const own = await member.query(path, { input: input(world.ours) })
      const seen = await view.query(path, { input: input(world.ours) })
      // What concerns the account is the member's alone.
      if (seen.status === 403 && own.status === 200) expect(path).toMatch(/^portal\.account\./)
      else expect([path, seen.status, seen.data]).toEqual([path, own.status, own.data])
    }
  })

  it('is of one tenant only, and no session at the other door', async () => {
    const view = await looking()
    expect((await view.query('portal.session.get', { tenant: 'vellmar' })).status).toBe(401)
    expect(await staffIn(view)).toBe(staff.email)
    await world.sql.query('update staff_sessions set ended_at = now()')
    expect(await staffIn(view)).toBeNull()
  })
})

describe('nothing can be done in a view', () => {
  it.each(Object.entries(PROBES).filter(([, { acts }]) => acts))('not %s', async (path, probe) => {
    const view = await looking()
    const before = await world.sql.query('select count(*) from audit_entries')
    const answer = await view.mutate(path, { input: probe.input(world.ours) })
    expect(answer).toMatchObject({ status: 403, error: { code: 'FORBIDDEN' } })
    const after = await world.sql.query('select count(*) from audit_entries')
    expect(after.rows).toEqual(before.rows)
  })

  it.each(['orders.csv', 'invoices.csv'])(
    'not a download of %s, and none is told of',
    async (file) => {
      const view = await looking()
      expect((await view.fetch(`/t/northgate/${file}`)).status).toBe(403)
      const { rows } = await world.sql.query(
        `select 1 from audit_entries where tenant_id = $1 and action like '%.exported'`,
        [world.ours.id],
      )
      expect(rows).toEqual([])
    },
  )

  it('holds no session that a write could go by, even if a procedure forgot to ask', async () => {
    const view = await looking()
    const { rows } = await world.sql.query('select app.hold_session($1) as held', [hashOf(view)])
    expect(rows).toEqual([{ held: false }])
  })
})

describe('a member’s own session in the same browser', () => {
  it('stays, counts everywhere but in that tenant, and is not extended, ended or replaced', async () => {
    const browser = createBrowser(web.url)
    const { admin } = world.ours.members
    await browser.signIn(admin.email)
    const own = browser.cookie()
    await signInStaff(browser, staff)
    await lookAs(browser, { tenant: world.ours, member: world.ours.members.project })
    expect((await browser.query('portal.session.get')).data).toMatchObject({
      person: { id: world.ours.members.project.id },
    })
    await world.sql.query(`update staff set disabled_at = now() where id = $1`, [staff.id])
    // Over, and still not the member's: nobody slips from looking into acting.
    expect(await statusOf(browser)).toBe(401)
    expect((await browser.fetch('/view-as/over')).status).toBe(200)
    expect((await browser.query('portal.session.get')).data).toMatchObject({
      person: { id: admin.id },
      viewAs: null,
    })
    expect(browser.cookie()).toContain(own)
  })
})

describe('a view ends', () => {
  it('when whoever looks says so, which the customer reads once', async () => {
    const view = await looking()
    const twin = createBrowser(web.url)
    const cookie = view.cookie()
    const ended = await Promise.all(
      Array.from({ length: 20 }, () =>
        twin.fetch('/view-as/end', { method: 'POST', headers: { cookie } }),
      ),
    )
    expect(new Set(ended.map(({ status }) => status))).toEqual(new Set([303]))
    expect(await statusOf(view)).toBe(401)
    expect(await entries('view_as.ended')).toMatchObject([{ changes: { why: { to: 'ended' } } }])
  })

  it('when another begins: one looks at one thing at a time', async () => {
    const first = await looking()
    const second = await looking('billing')
    expect([await statusOf(first), await statusOf(second)]).toEqual([401, 200])
    expect(await entries('view_as.ended')).toHaveLength(1)
  })

  const revive = async (): Promise<void> => {
    await world.sql.query(`update tenants set state = 'active'`)
    await world.sql.query('update people set disabled_at = null')
  }

  it.each([
    ['expired', `update view_as_sessions set expires_at = now() where staff_id = $1`],
    ['staff_changed', `update staff set disabled_at = now() where id = $1`],
    ['staff_changed', `update staff set role = 'operations' where id = $1`],
    ['staff_signed_out', `update staff_sessions set ended_at = now() where staff_id = $1`],
    [
      'tenant_suspended',
      `update tenants set state = 'suspended' where slug = 'northgate' and $1::uuid is not null`,
    ],
    [
      'member_removed',
      `delete from memberships m using view_as_sessions v where v.person_id = m.person_id and v.staff_id = $1`,
    ],
  ])(
    'by itself: %s (%s), its stream within five seconds, and the customer reads why',
    async (why, statement) => {
      const member = await world.addMember(world.ours, 'admin')
      const view = await signedIn()
      await lookAs(view, { tenant: world.ours, member })
      const stream = await openEventStream(view)
      await stream.until(() => true)
      const began = Date.now()
      await world.sql.query(statement, [staff.id])
      expect(await statusOf(view)).toBe(401)
      await stream.ended
      expect(Date.now() - began).toBeLessThan(5_000)
      expect(await sweep()).toBeGreaterThanOrEqual(1)
      expect(await sweep()).toBe(0)
      expect(await entries('view_as.ended')).toMatchObject([{ changes: { why: { to: why } } }])
      expect(await (await view.fetch('/view-as/over')).json()).toMatchObject({ over: why })
      await revive()
    },
  )
})

/** What the worker's sweeper does with them. */
async function sweep(): Promise<number> {
  const worker: Database = createDatabase({ url: database.workerUrl, name: 'test-worker', max: 1 })
  try {
    const { rows } = await worker.pool.query<{ id_hash: Buffer; tenant_id: World['ours']['id'] }>(
      'select * from app.views_run_out(100)',
    )
    for (const { id_hash: idHash, tenant_id: tenantId } of rows) {
      await endView(worker, { idHash, tenantId, requestId: null })
    }
    return rows.length
  } finally {
    await worker.close()
  }
}

describe('the console', () => {
  it('is nothing to a member of any role, whatever cookie they show it (U05)', async () => {
    for (const role of ROLE_PRESETS) {
      const member = createBrowser(web.url)
      await member.signIn(world.ours.members[role].email)
      expect(await staffIn(member)).toBeNull()
      const id = /portside-\d+=([\w-]{43})/.exec(member.cookie())?.[1] ?? ''
      const port = new URL(web.url).port
      expect(
        await staffIn(member, {
          cookie: `portside-staff-${port}=${id}; portside-view-${port}=northgate.${id}`,
        }),
      ).toBeNull()
      const forged = { cookie: `portside-view-${port}=northgate.${id}` }
      expect((await member.query('portal.session.get', { headers: forged })).status).toBe(401)
    }
  })
})
