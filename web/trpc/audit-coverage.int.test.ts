/** P01, P04: every mutation there is leaves its entry in the same transaction, or changes nothing at all. */
import { getProcedureAtPath } from '@trpc/server/unstable-core-do-not-import'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isAuditAction } from '#workflows/contracts/audit.ts'
import { createBrowser, type Browser } from '../testing/browser.ts'
import { printDatabase } from '../testing/database-print.ts'
import { PROBES, wholeAudit, type Probe } from '../testing/procedures.ts'
import { openWeb } from '../testing/open-web.ts'
import { appRouter } from './router.ts'

const mutations: string[] = []
for (const path of Object.keys(appRouter._def.procedures)) {
  const procedure = await getProcedureAtPath(appRouter, path)
  if (procedure?._def.type === 'mutation') mutations.push(path)
}

const { world, web } = await openWeb()
const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

interface Entry {
  action: string
  actor_kind: string
  actor_id: string
  actor_name: string
  request_id: string
  address: string
  user_agent: string
  session_method: string
  changes: Record<string, unknown>
}

/** Of our tenant, after the ones there were. */
async function entriesSince(known: number): Promise<Entry[]> {
  const { rows } = await world.sql.query<Entry>(
    `select e.* from audit_chain c join audit_entries e on e.tenant_id = c.tenant_id and e.id = c.entry_id
     where c.tenant_id = $1 and c.seq > $2 order by c.seq`,
    [world.ours.id, known],
  )
  return rows
}

async function entryCount(): Promise<number> {
  const { rows } = await world.sql.query<{ n: string }>(
    'select count(*) as n from audit_entries where tenant_id = $1',
    [world.ours.id],
  )
  return Number(rows[0]?.n)
}

const breakAudit = () =>
  world.sql.query('alter table audit_entries add constraint broken check (false) not valid')
const mendAudit = () =>
  world.sql.query('alter table audit_entries drop constraint if exists broken')

beforeEach(async () => {
  await world.sql.query('delete from rate_limits')
  // Of an earlier test: whoever has a second factor needs another step to sign in.
  await world.sql.query('delete from totp_secrets')
  await world.sql.query('delete from passkeys')
})
afterEach(mendAudit)

function mutationOf(path: string): Probe {
  const probe = PROBES[path]
  if (!probe?.acts) throw new Error(`web/testing/procedures.ts does not list the mutation ${path}`)
  return probe
}

async function signedIn(path: string): Promise<{ browser: Browser; id: string; name: string }> {
  const [role] = mutationOf(path).allowed
  if (!role) throw new Error(`nobody may do ${path}`)
  const member = world.ours.members[role]
  const browser = createBrowser(web.url)
  await browser.signIn(member.email)
  const { rows } = await world.sql.query<{ name: string }>(
    'select name from people where id = $1',
    [member.id],
  )
  return { browser, id: member.id, name: rows[0]?.name ?? '' }
}

describe.each(mutations)('%s', (path) => {
  it('is written into the audit log in the transaction of its change (P01, P04)', async () => {
    const { browser, id, name } = await signedIn(path)
    const { changing, input } = mutationOf(path)
    const given = changing ? await changing(world, web.url) : input(world.ours)
    const ask = () => browser.mutate(path, { input: given, headers: { 'user-agent': USER_AGENT } })

    await breakAudit()
    const before = await printDatabase(world.sql)
    expect((await ask()).status).toBeGreaterThanOrEqual(500)
    expect(await printDatabase(world.sql)).toEqual(before)
    await mendAudit()

    const known = await entryCount()
    const answer = await ask()
    expect(answer).toMatchObject({ status: 200, error: null })
    const entries = await entriesSince(known)
    expect(entries.length).toBeGreaterThanOrEqual(1)
    for (const entry of entries) {
      expect(isAuditAction(entry.action)).toBe(true)
      expect(entry).toMatchObject({
        ...{ actor_kind: 'member', actor_id: id, actor_name: name },
        ...{ session_method: 'password', user_agent: USER_AGENT },
        address: '127.0.0.1',
        request_id: answer.headers.get('x-request-id'),
      })
    }
  })
})

it('every mutation is listed, and nothing is listed as one that is none', () => {
  const listed = Object.entries(PROBES).flatMap(([path, { acts }]) => (acts ? [path] : []))
  expect(listed.toSorted()).toEqual(mutations.toSorted())
})

describe('beside procedures', () => {
  it('signing in and out are told, or do not happen', async () => {
    const { email, id } = world.ours.members.billing
    const sessions = async () => {
      const { rows } = await world.sql.query<{ n: string }>(
        'select count(*) as n from sessions where person_id = $1 and ended_at is null',
        [id],
      )
      return Number(rows[0]?.n)
    }
    const browser = createBrowser(web.url)
    const open = await sessions()
    await breakAudit()
    expect((await browser.signIn(email)).status).toBe(500)
    expect(await sessions()).toBe(open)
    await mendAudit()

    const known = await entryCount()
    await browser.signIn(email)
    await breakAudit()
    expect((await browser.signOut()).status).toBe(500)
    expect(await sessions()).toBe(open + 1)
    await mendAudit()
    await browser.signOut()
    expect(await sessions()).toBe(open)
    expect((await entriesSince(known)).map(({ action, actor_id }) => [action, actor_id])).toEqual([
      ['session.started', id],
      ['session.ended', id],
    ])
  })

  it.each(['orders', 'invoices', 'audit'])(
    'a download of %s is told, or does not happen',
    async (name) => {
      const browser = createBrowser(web.url)
      await browser.signIn(world.ours.members.admin.email)
      await breakAudit()
      const refused = await browser.fetch(`/t/northgate/${name}.csv`)
      expect(refused.status).toBe(500)
      expect(await refused.text()).not.toContain('When (UTC)')
      await mendAudit()
      const known = await entryCount()
      await (await browser.fetch(`/t/northgate/${name}.csv`)).arrayBuffer()
      expect((await entriesSince(known)).map(({ action }) => action)).toEqual([`${name}.exported`])
    },
  )
})

describe('denied attempts (U01)', () => {
  const denied = async (known: number) =>
    (await entriesSince(known)).filter(({ action }) => action === 'authz.denied')

  it('are told with who, what and from where, the first at once and more within a minute never one by one', async () => {
    const { email, id } = world.ours.members.project
    const browser = createBrowser(web.url)
    await browser.signIn(email)
    const known = await entryCount()
    const answers = []
    for (let i = 0; i < 20; i++) {
      answers.push(await browser.query('portal.audit.list', { input: wholeAudit }))
    }
    const plain = (text: string) => text.replace(/"requestId":"[^"]+"/, '')
    const nowhere = await browser.query('portal.audit.list', {
      input: wholeAudit,
      tenant: 'no-such-tenant',
    })
    // The same words as for a tenant that does not exist.
    expect(new Set(answers.map(({ status, text }) => `${status} ${plain(text)}`))).toEqual(
      new Set([`404 ${plain(nowhere.text)}`]),
    )
    await (await browser.fetch('/t/northgate/audit.csv')).arrayBuffer()
    await vi.waitFor(async () => expect(await denied(known)).toHaveLength(2), 15_000)
    const [first] = await denied(known)
    expect(first).toMatchObject({
      ...{ actor_kind: 'member', actor_id: id, session_method: 'password' },
      changes: {
        right: { from: null, to: 'view' },
        procedure: { from: null, to: 'portal.audit.list' },
        tries: { from: null, to: 1 },
      },
    })
  })

  it('of every mutation by a member who only reads are told', async () => {
    const browser = createBrowser(web.url)
    await browser.signIn(world.ours.members.requester.email)
    for (const path of mutations) {
      const { allowed, input } = mutationOf(path)
      if (allowed.includes('requester')) continue
      const known = await entryCount()
      const answer = await browser.mutate(path, { input: input(world.ours) })
      expect([403, 404]).toContain(answer.status)
      await vi.waitFor(async () => expect(await denied(known)).toHaveLength(1), 15_000)
    }
  })

  it('of a colleague’s record by a member of own records are told, though the answer is that there is none', async () => {
    const browser = createBrowser(web.url)
    await browser.signIn(world.ours.members.requester.email)
    const known = await entryCount()
    const answer = await browser.query('portal.orders.get', {
      input: { id: world.ours.orderIds[1] },
    })
    expect(answer.status).toBe(404)
    await vi.waitFor(async () => expect(await denied(known)).toHaveLength(1), 15_000)
  })
})
