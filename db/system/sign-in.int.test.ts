/** Sessions live and end as their tenant wants it, and tell nothing about anybody else. */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ACCESS_CHANNEL } from '#workflows/contracts/live.ts'
import type { PersonId, TenantId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from '../client.ts'
import { createListener } from '../listen.ts'
import { withTenant } from '../tenant.ts'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { insertMember, insertTenant } from '../testing/rows.ts'
import { holdSession } from '../write/hold-session.ts'
import {
  authenticate,
  endSession,
  findBrand,
  findSignIn,
  startSession,
  streamAccess,
} from './sign-in.ts'

let database: TestDatabase
let app: Database
let owner: Database
let tenantId: TenantId
let personId: PersonId

beforeAll(async () => {
  database = await createTestDatabase()
  app = createDatabase({ url: database.appUrl, name: 'test' })
  owner = createDatabase({ url: database.ownerUrl, name: 'test' })
  tenantId = await insertTenant(owner, { slug: 'north' })
  personId = await insertMember(owner, tenantId, {
    email: 'ada@example.com',
    role: 'admin',
    passwordHash: 'hash',
  })
})
afterAll(async () => {
  await Promise.all([app.close(), owner.close()])
  await database.drop()
})

const byPassword = { method: 'password', strong: false, provider: null } as const

async function start(lifetimeMs = 3600_000): Promise<Buffer> {
  const idHash = randomBytes(32)
  await startSession(app, {
    idHash,
    personId,
    lifetimeMs,
    address: null,
    userAgent: 'x'.repeat(2_000),
    ...byPassword,
  })
  return idHash
}

const ago = (idHash: Buffer, minutes: number): Promise<unknown> =>
  owner.pool.query(
    `update sessions set seen_at = now() - make_interval(mins => $2) where id_hash = $1`,
    [idHash, minutes],
  )

test('an account is found by its address in any case; an unknown one is not', async () => {
  expect(await findSignIn(app, 'Ada@Example.com')).toEqual({ personId, passwordHash: 'hash' })
  expect(await findSignIn(app, 'bob@example.com\0')).toBeNull()
})

test('a session authenticates its person with every tenant, and the one that was asked for', async () => {
  const idHash = await start()
  const found = await authenticate(app, { idHash, slug: 'north', active: true })
  expect(found).toMatchObject({
    person: { id: personId, email: 'ada@example.com' },
    tenant: {
      id: tenantId,
      slug: 'north',
      role: { preset: 'admin' },
      gate: null,
      brandColor: '#0e6470',
    },
    session: { idleMinutes: 30, method: 'password', strong: false },
  })
  expect(found?.tenants).toHaveLength(1)
})

test('a tenant of others and one that does not exist look the same', async () => {
  await insertTenant(owner, { slug: 'foreign' })
  const idHash = await start()
  const foreign = await authenticate(app, { idHash, slug: 'foreign', active: true })
  const unknown = await authenticate(app, { idHash, slug: 'unknown', active: true })
  expect(foreign).toMatchObject({ tenant: null })
  expect(foreign?.tenants).toEqual(unknown?.tenants)
})

test('inactivity ends a session; background requests do not count as activity', async () => {
  const idHash = await start()
  await ago(idHash, 29)
  expect(await authenticate(app, { idHash, slug: 'north', active: false })).not.toBeNull()
  await ago(idHash, 31)
  expect(await authenticate(app, { idHash, slug: 'north', active: true })).toBeNull()

  const used = await start()
  await ago(used, 29)
  const before = Date.now() - 5_000
  const found = await authenticate(app, { idHash: used, slug: 'north', active: true })
  expect(found?.session.seenAt.getTime()).toBeGreaterThan(before)
})

test('the strictest tenant of a person decides, whichever one is asked for', async () => {
  const [strict, lax] = [
    await insertTenant(owner, { slug: 'strict' }),
    await insertTenant(owner, { slug: 'lax' }),
  ]
  const both = await insertMember(owner, strict, { email: 'both@example.com', role: 'admin' })
  await withTenant(owner, lax, (trx) =>
    trx
      .insertInto('memberships')
      .values({ tenant_id: lax, person_id: both, role: 'admin' })
      .execute(),
  )
  for (const [id, minutes] of [
    [strict, 5],
    [lax, 1440],
  ] as const) {
    await withTenant(owner, id, (trx) =>
      trx.updateTable('tenants').set({ idle_minutes: minutes }).where('id', '=', id).execute(),
    )
  }
  const idHash = randomBytes(32)
  await startSession(app, {
    ...{ idHash, personId: both, lifetimeMs: 3600_000, address: null, userAgent: null },
    ...byPassword,
  })
  const pairs = [strict, lax].map((id) => ({ idHash, tenantId: id }))
  await ago(idHash, 4)
  expect(await streamAccess(app, pairs)).toHaveLength(2)
  await ago(idHash, 6)
  // A visit to the lax one must not revive what the strict one has ended.
  expect(await streamAccess(app, pairs)).toEqual([])
  for (const slug of ['lax', 'strict', null]) {
    expect(await authenticate(app, { idHash, slug, active: true })).toBeNull()
  }
})

test('a session that is held for a write ends after it; one that has ended cannot be held', async () => {
  const idHash = await start()
  const order: string[] = []
  let ending: Promise<unknown> = Promise.resolve()
  await withTenant(app, tenantId, async (trx) => {
    await holdSession(trx, idHash)
    ending = endSession(app, idHash, 'signed_out').then(() => order.push('ended'))
    await sleep(150)
    order.push('written')
  })
  await ending
  expect(order).toEqual(['written', 'ended'])
  await expect(withTenant(app, tenantId, (trx) => holdSession(trx, idHash))).rejects.toMatchObject({
    code: 'unauthenticated',
  })
})

test('the absolute end holds for an active session, and an ended one stays ended', async () => {
  const expired = await start(-1)
  expect(await authenticate(app, { idHash: expired, slug: null, active: true })).toBeNull()
  const ended = await start()
  expect(await endSession(app, ended, 'signed_out')).toBe(true)
  expect(await endSession(app, ended, 'signed_out')).toBe(false)
  expect(await authenticate(app, { idHash: ended, slug: null, active: true })).toBeNull()
})

test('open streams keep what their session may read, and lose it with the membership', async () => {
  const other = await insertTenant(owner, { slug: 'left' })
  await withTenant(owner, other, (trx) =>
    trx
      .insertInto('memberships')
      .values({ tenant_id: other, person_id: personId, role: 'project' })
      .execute(),
  )
  const idHash = await start()
  const pairs = [tenantId, other].map((id) => ({ idHash, tenantId: id }))
  const access = await streamAccess(app, pairs)
  expect(access.map(({ tenantId: id, grants }) => [id, grants.team !== undefined]).sort()).toEqual(
    [
      [tenantId, true],
      [other, false],
    ].sort(),
  )
  await withTenant(owner, other, (trx) =>
    trx.deleteFrom('memberships').where('tenant_id', '=', other).execute(),
  )
  expect((await streamAccess(app, pairs)).map((row) => row.tenantId)).toEqual([tenantId])
  await endSession(app, idHash, 'signed_out')
  expect(await streamAccess(app, pairs)).toEqual([])
})

test('whoever ends a session or changes a role is heard on the access channel', async () => {
  const heard: string[] = []
  let up = false
  const listener = createListener({
    url: database.appUrl,
    channels: [ACCESS_CHANNEL],
    onNotify: (_, payload) => heard.push(payload),
    onUp: () => (up = true),
  })
  await vi.waitFor(() => expect(up).toBe(true), 15_000)
  const idHash = await start()
  await endSession(app, idHash, 'signed_out')
  await withTenant(app, tenantId, (trx) =>
    trx
      .updateTable('memberships')
      .set({ role: 'billing' })
      .where('tenant_id', '=', tenantId)
      .execute(),
  )
  await vi.waitFor(
    () => expect(heard).toEqual([`session:${idHash.toString('hex')}`, `person:${personId}`]),
    15_000,
  )
  await listener.close()
})

test('the door of a tenant shows its name and colour only', async () => {
  expect(await findBrand(app, 'north')).toEqual({ name: 'north', brandColor: '#0e6470' })
  expect(await findBrand(app, 'nowhere')).toBeNull()
})
