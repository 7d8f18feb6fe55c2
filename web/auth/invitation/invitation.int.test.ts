/** I01–I06: a link is used once and by whom it was meant for; what one becomes is what the invitation says. */
import { createHash } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#workflows/contracts/ids.ts'
import { createBrowser, type Browser } from '../../testing/browser.ts'
import { invitationPath } from '../../testing/invitation-link.ts'
import { openWeb } from '../../testing/open-web.ts'

const { world, web } = await openWeb()
let admin: Browser

beforeAll(async () => {
  admin = createBrowser(web.url)
  await admin.signIn(world.ours.members.admin.email)
})
beforeEach(() => world.sql.query('delete from rate_limits'))

const PROJECT = { role: { type: 'preset', preset: 'project' }, ownOnly: false }
const NEWCOMER = { name: 'Grace Hopper', password: 'a ship in port is safe' }

async function invite(email = `${newId()}@x.example`): Promise<{ email: string; path: string }> {
  const { data } = await admin.mutate('portal.invitations.create', {
    input: { people: [{ email, ...PROJECT }] },
  })
  expect(data).toEqual([{ type: 'invited', email }])
  return { email, path: await invitationPath(world, email) }
}

async function open(path: string, browser = createBrowser(web.url)): Promise<unknown> {
  return (await browser.fetch(path)).json()
}
async function accept(path: string, body: unknown, browser = createBrowser(web.url)) {
  const response = await browser.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ newcomer: body }),
  })
  return (await response.json()) as { type: string; faults?: string[] }
}
async function idOf(email: string): Promise<string> {
  const { rows } = await world.sql.query<{ id: string }>(
    'select id from invitations where email = $1 order by created_at desc limit 1',
    [email],
  )
  return rows[0]?.id ?? ''
}
const GONE = { type: 'gone', operator: { name: 'Halden Steam' } }

describe('a link', () => {
  it('is 256 random bits, of which the database has the hash only, and valid for seven days (I01)', async () => {
    const { email, path } = await invite()
    const token = path.split('/').at(-1) ?? ''
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const { rows } = await world.sql.query<{ token_hash: Buffer; days: number }>(
      `select token_hash, extract(epoch from expires_at - created_at)::int / 86400 as days
       from single_use_tokens where subject = $1`,
      [await idOf(email)],
    )
    const hash = createHash('sha256').update(token).digest()
    expect(rows).toEqual([{ token_hash: hash, days: 7 }])
    expect(web.log()).not.toContain(token)
  })

  it('that was used, withdrawn, replaced, has run out or never was, opens the one same page', async () => {
    const [used, revoked, replaced, expired, orphaned] = [
      await invite(),
      await invite(),
      await invite(),
      await invite(),
      await invite(),
    ]
    expect(await accept(used.path, NEWCOMER)).toMatchObject({ type: 'joined' })
    await admin.mutate('portal.invitations.revoke', { input: { id: await idOf(revoked.email) } })
    await admin.mutate('portal.invitations.resend', { input: { id: await idOf(replaced.email) } })
    await world.sql.query(`update invitations set expires_at = now() where email = $1`, [
      expired.email,
    ])
    await world.sql.query('update invitations set invited_by = $2 where email = $1', [
      orphaned.email,
      newId(),
    ])
    const never = `/invitation/${'A'.repeat(43)}`
    for (const path of [used, revoked, replaced, expired, orphaned].map((each) => each.path)) {
      expect(await open(path)).toEqual(GONE)
      expect(await accept(path, NEWCOMER)).toEqual({ type: 'gone' })
    }
    expect(await open(never)).toEqual(GONE)
    const again = await invitationPath(world, replaced.email)
    expect(await open(again)).toMatchObject({ type: 'open', way: 'new' })
  })

  it('of 50 tries at once lets one in', async () => {
    const { email, path } = await invite()
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => accept(path, NEWCOMER)))
    expect(outcomes.filter(({ type }) => type === 'joined')).toHaveLength(1)
    const { rows } = await world.sql.query(
      'select m.role from memberships m join people p on p.id = m.person_id where p.email = $1',
      [email],
    )
    expect(rows).toEqual([{ role: 'project' }])
  }, 120_000)
})

describe('joining', () => {
  it('makes a new person what the invitation says, whatever the form says (I04), and signs them in', async () => {
    const { email, path } = await invite()
    const browser = createBrowser(web.url)
    await world.sql.query(
      `update orders set placed_by_email = $1 where tenant_id = $2 and number = 'A-2'`,
      [email.toUpperCase(), world.ours.id],
    )
    const forged = { ...NEWCOMER, role: 'admin', ownOnly: false, tenant_id: world.theirs.id }
    expect(await accept(path, forged, browser)).toMatchObject({
      type: 'joined',
      to: '/t/northgate/home',
    })
    const { data } = await browser.query('portal.session.get')
    expect(data).toMatchObject({ person: { email }, role: { type: 'preset', preset: 'project' } })
    expect((data as { tenants: unknown[] }).tenants).toHaveLength(1)
    const { rows } = await world.sql.query<{ email: string }>(
      `select p.email from orders o join people p on p.id = o.owner_person_id
       where o.tenant_id = $1 and o.number = 'A-2'`,
      [world.ours.id],
    )
    expect(rows).toEqual([{ email }])
    const told = await world.sql.query(
      `select actor_name, subject_label from audit_entries where action = 'member.joined' and actor_name = $1
       order by at desc limit 1`,
      ['Grace Hopper'],
    )
    expect(told.rows).toEqual([{ actor_name: 'Grace Hopper', subject_label: 'Grace Hopper' }])
  })

  it('says what is wrong with name and password, and keeps the link', async () => {
    const { path } = await invite()
    expect(await accept(path, { name: ' ', password: 'short' })).toEqual({
      type: 'refused',
      faults: ['name', 'too_short'],
    })
    expect(await accept(path, { name: 'A', password: 'x'.repeat(129) })).toMatchObject({
      faults: ['too_long'],
    })
    expect(await open(path)).toMatchObject({ type: 'open', way: 'new' })
  })

  it('takes no new password for an account that exists: it signs in, and then joins (I03)', async () => {
    const { email } = world.theirs.members.project
    const { path } = await invite(email)
    expect(await open(path)).toMatchObject({ way: 'sign_in' })
    expect(await accept(path, NEWCOMER)).toEqual({ type: 'changed' })

    const bob = createBrowser(web.url)
    await bob.signIn(world.theirs.members.billing.email)
    expect(await open(path, bob)).toMatchObject({ way: 'other' })
    expect(await accept(path, NEWCOMER, bob)).toEqual({ type: 'changed' })
    expect(await accept(path, null, bob)).toEqual({ type: 'changed' })

    const alice = createBrowser(web.url)
    await alice.signIn(email)
    expect(await open(path, alice)).toMatchObject({ way: 'join', signedInAs: email })
    expect(await accept(path, null, alice)).toMatchObject({ type: 'joined' })
    expect((await alice.query('portal.session.get')).status).toBe(200)
    expect((await bob.query('portal.session.get')).status).toBe(404)
  })

  it('has no way by password where the tenant signs in by its own single sign-on (I05)', async () => {
    const { email, path } = await invite()
    await world.sql.query('update tenants set enforce_sso = true where id = $1', [world.ours.id])
    expect(await open(path)).toMatchObject({ way: 'sso' })
    expect(await accept(path, NEWCOMER)).toEqual({ type: 'changed' })
    const { rowCount } = await world.sql.query('select 1 from people where email = $1', [email])
    expect(rowCount).toBe(0)
    await world.sql.query('update tenants set enforce_sso = false where id = $1', [world.ours.id])
  })
})

describe('addresses', () => {
  it('are one person each, however they are written, and never a second header (I06)', async () => {
    const name = newId()
    const send = (emails: string[]) =>
      admin.mutate('portal.invitations.create', {
        input: { people: emails.map((email) => ({ email, ...PROJECT })) },
      })
    expect((await send([`${name}@X.example.`, `${name.toUpperCase()}@x.EXAMPLE`])).data).toEqual([
      { type: 'invited', email: `${name}@x.example` },
      { type: 'refused', email: `${name}@x.example`, reason: 'invited' },
    ])
    const mails = await world.sql.query('select 1 from account_mails where recipient = $1', [
      `${name}@x.example`,
    ])
    expect(mails.rowCount).toBe(1)
    for (const email of [
      `a@x.example\r\nBcc: b@x.example`,
      '"a b"@x.example',
      `${'a'.repeat(311)}@x.example`,
    ]) {
      expect((await send([email])).status).toBe(400)
    }
    expect((await send([world.ours.members.billing.email])).data).toMatchObject([
      { type: 'refused', reason: 'member' },
    ])
    const { data } = await admin.query('portal.invitations.check', {
      input: { text: `Ada <${name}@x.example>, nobody, ${world.ours.members.billing.email}` },
    })
    expect(data).toMatchObject([
      { type: 'known', as: 'invited' },
      { type: 'problem', given: 'nobody' },
      { type: 'known', as: 'member' },
    ])
  })
})
