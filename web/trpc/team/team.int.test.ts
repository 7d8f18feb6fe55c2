/** I04, I10, I12, U04, U08 and rule 15: who may change whom, what it does to open pages, and that races lose nothing. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RoleChoice, RolePreset } from '#workflows/contracts/access.ts'
import { newId } from '#workflows/contracts/ids.ts'
import type { PreviewInput, TeamView } from '#web/portal/settings/team-api.ts'
import { createBrowser, type Browser } from '../../testing/browser.ts'
import { openEventStream } from '../../testing/event-stream.ts'
import { wholeList } from '../../testing/procedures.ts'
import { openWeb } from '../../testing/open-web.ts'

const { world, web } = await openWeb()
let admin: Browser

beforeAll(async () => {
  admin = await signedIn(world.ours.members.admin.email)
})
beforeEach(() => world.sql.query('delete from rate_limits'))

async function signedIn(email: string): Promise<Browser> {
  const browser = createBrowser(web.url)
  expect((await browser.signIn(email)).status).toBe(303)
  return browser
}

const preset = (name: RolePreset): RoleChoice => ({ type: 'preset', preset: name })

async function team(): Promise<TeamView> {
  return (await admin.query('portal.team.list')).data as TeamView
}
async function memberOf(email: string) {
  const found = (await team()).members.find((member) => member.email === email)
  if (!found) throw new Error(`${email} is no member`)
  const { personId, version } = found
  return { personId, version }
}
async function entries(action: string): Promise<number> {
  const { rows } = await world.sql.query<{ n: number }>(
    'select count(*)::int as n from audit_entries where tenant_id = $1 and action = $2',
    [world.ours.id, action],
  )
  return rows[0]?.n ?? 0
}
async function makeRole(modules: unknown): Promise<RoleChoice> {
  const input = { name: `Role ${newId()}`, modules }
  const { data } = await admin.mutate('portal.roles.create', { input })
  return { type: 'custom', id: (data as { id: string }).id } as RoleChoice
}
/** A new member with this role, signed in. */
async function memberWith(role: RoleChoice, ownOnly = false) {
  const { email, id } = await world.addMember(world.ours, 'project')
  const input = { ...(await memberOf(email)), role, ownOnly }
  expect(await admin.mutate('portal.team.update', { input })).toMatchObject({
    data: { type: 'saved' },
  })
  return { email, id, browser: await signedIn(email) }
}

describe('rights', () => {
  it('reach nobody further than those who give them', async () => {
    const lead = await memberWith(
      await makeRole([
        { module: 'team', scope: 'tenant', actions: ['manage'] },
        { module: 'orders', scope: 'tenant', actions: [] },
      ]),
    )
    const someone = await world.addMember(world.ours, 'requester')
    const [own, them, boss] = [
      await memberOf(lead.email),
      await memberOf(someone.email),
      await memberOf(world.ours.members.admin.email),
    ]
    const refused = { status: 200, data: { type: 'refused', reason: 'beyond_own_rights' } }
    const update = (ref: typeof own, role: RoleChoice) =>
      lead.browser.mutate('portal.team.update', { input: { ...ref, role, ownOnly: false } })
    expect(await update(own, preset('admin'))).toMatchObject(refused)
    expect(await update(them, preset('billing'))).toMatchObject(refused)
    expect(await update(boss, preset('requester'))).toMatchObject(refused)
    expect(await lead.browser.mutate('portal.team.remove', { input: boss })).toMatchObject(refused)
    const invite = await lead.browser.mutate('portal.invitations.create', {
      input: { people: [{ email: 'x@y.example', role: preset('admin'), ownOnly: false }] },
    })
    expect(invite.data).toMatchObject([{ type: 'refused', reason: 'beyond_own_rights' }])
    const role = await lead.browser.mutate('portal.roles.create', {
      input: { name: 'More', modules: [{ module: 'audit', scope: 'tenant', actions: [] }] },
    })
    expect(role).toMatchObject(refused)
    const peek: PreviewInput = {
      ...{ role: preset('admin'), ownOnly: false },
      ...{ person: null, instead: null },
    }
    expect((await lead.browser.query('portal.team.preview', { input: peek })).status).toBe(403)
    const foreign = { personId: world.theirs.members.billing.id, version: 1 }
    expect((await update(foreign, preset('requester'))).status).toBe(404)
    const theirRole = { type: 'custom', id: world.theirs.roleId } as RoleChoice
    expect((await update(them, theirRole)).status).toBe(404)
    // I04: what the body says beside the schema is refused, and changes nothing.
    const forged = await lead.browser.mutate('portal.team.update', {
      input: { ...own, role: preset('requester'), ownOnly: false, is_owner: true },
    })
    expect(forged.status).toBe(400)
  })

  it('of the last admin and of the owner stay, in clear words (I12)', async () => {
    const me = await memberOf(world.ours.members.admin.email)
    const lower = { ...me, role: preset('billing'), ownOnly: false }
    const last = { data: { type: 'refused', reason: 'last_admin' } }
    expect(await admin.mutate('portal.team.update', { input: lower })).toMatchObject(last)
    expect(
      await admin.mutate('portal.team.update', {
        input: { ...me, role: preset('admin'), ownOnly: true },
      }),
    ).toMatchObject(last)
    expect(await admin.mutate('portal.team.remove', { input: me })).toMatchObject(last)
    const leave = { input: { confirm: 'northgate' } }
    expect(await admin.mutate('portal.team.leave', leave)).toMatchObject(last)

    expect(await admin.mutate('portal.team.transfer', { input: me })).toMatchObject({
      data: { type: 'saved' },
    })
    const other = await world.addMember(world.ours, 'admin')
    const second = await signedIn(other.email)
    const owner = await memberOf(world.ours.members.admin.email)
    const isOwner = { data: { type: 'refused', reason: 'is_owner' } }
    expect(await second.mutate('portal.team.remove', { input: owner })).toMatchObject(isOwner)
    expect(
      await second.mutate('portal.team.update', { input: { ...lower, ...owner } }),
    ).toMatchObject(isOwner)
    expect(await admin.mutate('portal.team.leave', leave)).toMatchObject(isOwner)
    const target = await memberOf(other.email)
    expect(await second.mutate('portal.team.transfer', { input: target })).toMatchObject({
      data: { type: 'refused', reason: 'not_owner' },
    })
    expect(await admin.mutate('portal.team.transfer', { input: target })).toMatchObject({
      data: { type: 'saved' },
    })
    await world.sql.query('update memberships set is_owner = false where tenant_id = $1', [
      world.ours.id,
    ])
    expect(await second.mutate('portal.team.leave', leave)).toMatchObject({
      data: { type: 'saved' },
    })
  })
})

describe('races', () => {
  it('50 demotions and removals of two admins by each other leave an admin', async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [
        await world.addMember(world.theirs, 'admin'),
        await world.addMember(world.theirs, 'admin'),
      ]
      await world.sql.query(
        `update memberships set role = 'billing' where tenant_id = $1 and person_id not in ($2, $3)`,
        [world.theirs.id, a.id, b.id],
      )
      const browsers = [await signedIn(a.email), await signedIn(b.email)]
      const answers = await Promise.all(
        Array.from({ length: 50 }, async (_, at) => {
          const by = browsers[at % 2]
          const ref = { personId: at % 2 === 0 ? b.id : a.id, version: 1 }
          const options = { tenant: 'vellmar' }
          return at % 4 < 2
            ? by?.mutate('portal.team.remove', { ...options, input: ref })
            : by?.mutate('portal.team.update', {
                ...options,
                input: { ...ref, role: preset('billing'), ownOnly: false },
              })
        }),
      )
      expect(answers.every((answer) => answer && answer.status < 500)).toBe(true)
      const { rows } = await world.sql.query<{ n: number }>(
        `select count(*)::int as n from memberships where tenant_id = $1 and role = 'admin'`,
        [world.theirs.id],
      )
      expect(rows[0]?.n).toBe(1)
      await world.sql.query('delete from rate_limits')
    }
  })

  it('200 edits of one role by two admins: one winner each, one entry each, the last state is a winner’s (U08)', async () => {
    const other = await signedIn((await world.addMember(world.ours, 'admin')).email)
    const role = await makeRole([{ module: 'orders', scope: 'own', actions: [] }])
    if (role.type !== 'custom') throw new Error('no role')
    const before = await entries('role.updated')
    let saved = 0
    for (let version = 1; version <= 100; version++) {
      const edit = (by: Browser, who: string) =>
        by.mutate('portal.roles.update', {
          input: {
            ...{ id: role.id, version, name: `${who} ${String(version)}` },
            modules: [{ module: 'orders', scope: 'tenant', actions: [] }],
          },
        })
      const answers = await Promise.all([edit(admin, 'A'), edit(other, 'B')])
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
      saved += answers.filter(({ status }) => status === 200).length
    }
    expect(await entries('role.updated')).toBe(before + saved)
    const { rows } = await world.sql.query<{ name: string; version: number }>(
      'select name, version from roles where id = $1',
      [role.id],
    )
    expect(rows[0]?.version).toBe(101)
    expect(rows[0]?.name).toMatch(/ 100$/)
  }, 120_000)
})

describe('an open page', () => {
  it('obeys another role at once, and its stream starts anew (U04)', async () => {
    const { email, browser } = await memberWith(preset('project'))
    const stream = await openEventStream(browser)
    await stream.until(() => true)
    expect((await browser.query('portal.orders.list', { input: wholeList })).status).toBe(200)
    const started = performance.now()
    const input = { ...(await memberOf(email)), role: preset('billing'), ownOnly: false }
    await admin.mutate('portal.team.update', { input })
    expect((await browser.query('portal.orders.list', { input: wholeList })).status).toBe(404)
    await stream.until(({ event }) => event === 'reset')
    expect(performance.now() - started).toBeLessThan(5_000)
    stream.close()
  })

  it('of somebody who was removed ends, with session, stream, and the invitations they sent (I10)', async () => {
    const { email, id, browser } = await memberWith(preset('admin'))
    const people = [{ email: `${newId()}@x.example`, role: preset('project'), ownOnly: false }]
    await browser.mutate('portal.invitations.create', { input: { people } })
    const stream = await openEventStream(browser)
    await stream.until(() => true)
    const started = performance.now()
    const answer = await admin.mutate('portal.team.remove', { input: await memberOf(email) })
    expect(answer.data).toMatchObject({ type: 'removed', sessions: 1, invitations: 1 })
    await stream.ended
    expect(performance.now() - started).toBeLessThan(5_000)
    expect((await browser.query('portal.session.get')).status).toBe(401)
    const { rows } = await world.sql.query(
      `select i.state, (select count(*)::int from single_use_tokens t where t.subject = i.id::text) as tokens
       from invitations i where invited_by = $1`,
      [id],
    )
    expect(rows).toEqual([{ state: 'revoked', tokens: 0 }])
    const former = await world.sql.query('select 1 from former_members where person_id = $1', [id])
    expect(former.rowCount).toBe(1)
  })

  it('of somebody who belongs elsewhere too loses this company only', async () => {
    const { email, id, browser } = await memberWith(preset('project'))
    await world.sql.query(
      `insert into memberships (tenant_id, person_id, role) values ($1, $2, 'project')`,
      [world.theirs.id, id],
    )
    await admin.mutate('portal.team.remove', { input: await memberOf(email) })
    expect((await browser.query('portal.session.get')).status).toBe(404)
    expect((await browser.query('portal.session.get', { tenant: 'vellmar' })).status).toBe(200)
  })
})
