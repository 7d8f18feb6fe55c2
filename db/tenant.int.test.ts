/** What holds at the door to tenant data: the tenant of the transaction, and nothing without one. */
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from './client.ts'
import { withSystem } from './system/system.ts'
import { TenantTx, withTenant } from './tenant.ts'
import { createTestDatabase, type TestDatabase } from './testing/database.ts'
import { insertTenant } from './testing/rows.ts'
import { runTransaction } from './transaction.ts'

let database: TestDatabase
let app: Database
let owner: Database
let north: TenantId
let south: TenantId

beforeAll(async () => {
  database = await createTestDatabase()
  app = createDatabase({ url: database.appUrl, name: 'test', max: 1 })
  owner = createDatabase({ url: database.ownerUrl, name: 'test' })
  north = await insertTenant(owner, { slug: 'north' })
  south = await insertTenant(owner, { slug: 'south' })
})
afterAll(async () => {
  await Promise.all([app.close(), owner.close()])
  await database.drop()
})

const slugs = (): Promise<string[]> =>
  app.pool
    .query<{ slug: string }>('select slug from tenants')
    .then((r) => r.rows.map((x) => x.slug))

test('a transaction sees the rows of its tenant only, even without a predicate', async () => {
  const seen = await withTenant(app, north, (trx) =>
    trx.selectFrom('tenants').selectAll().execute(),
  )
  expect(seen.map((tenant) => tenant.id)).toEqual([north])
})

test('without a tenant there is an error, on a fresh and on a reused connection', async () => {
  const fresh = createDatabase({ url: database.appUrl, name: 'fresh', max: 1 })
  await expect(fresh.pool.query('select * from tenants')).rejects.toThrow('no tenant context')
  await withTenant(fresh, north, (trx) => trx.selectFrom('tenants').select('id').execute())
  await expect(fresh.pool.query('select * from tenants')).rejects.toThrow('no tenant context')
  await fresh.close()
})

test('a system transaction has no tenant either, on a connection that had one', async () => {
  await withTenant(app, north, (trx) => trx.selectFrom('tenants').select('id').execute())
  const read = withSystem(app, (trx) => trx.selectFrom('tenants').select('id').execute())
  await expect(read).rejects.toThrow('no tenant context')
})

test('the tenant ends with its transaction when the work throws', async () => {
  const work = withTenant(app, north, () => Promise.reject(new Error('half-way')))
  await expect(work).rejects.toThrow('half-way')
  await expect(slugs()).rejects.toThrow('no tenant context')
})

test('writing a row of another tenant is refused', async () => {
  const personId = newId<PersonId>()
  await owner.kysely
    .insertInto('people')
    .values({ id: personId, email: 'a@example.com', name: 'A' })
    .execute()
  const write = withTenant(app, north, (trx) =>
    trx
      .insertInto('memberships')
      .values({ tenant_id: south, person_id: personId, role: 'admin' })
      .execute(),
  )
  await expect(write).rejects.toThrow('row-level security')
})

test('a read-only transaction refuses to write', async () => {
  const write = withTenant(
    app,
    north,
    (trx) => trx.deleteFrom('memberships').where('tenant_id', '=', north).execute(),
    { readOnly: true },
  )
  await expect(write).rejects.toThrow('read-only transaction')
})

test('a tenant id that is no UUID never reaches the database', () => {
  const forged = `${north}'; drop table orders; --` as TenantId
  expect(() => withTenant(app, forged, () => Promise.resolve())).toThrow('does not exist')
})

test('a swallowed SQL error cannot be committed as if nothing had happened', async () => {
  const commit = withTenant(app, north, async (trx) => {
    await sql`select 1 / 0`.execute(trx).catch(() => undefined)
  })
  await expect(commit).rejects.toThrow()
  await withTenant(app, north, (trx) => trx.selectFrom('tenants').select('id').execute())
})

test('a transaction object is dead after its end', async () => {
  const kept = await withTenant(app, north, (trx) => Promise.resolve({ trx }))
  await expect(kept.trx.selectFrom('tenants').select('id').execute()).rejects.toThrow('has ended')
})

describe('round trips', () => {
  /** What was sent (the first word) and answered (`<`), in this order. */
  async function watched(work: () => Promise<unknown>): Promise<string[]> {
    const client = await app.pool.connect()
    const seen: string[] = []
    const original = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
    Object.assign(client, {
      query: (...args: unknown[]) => {
        seen.push(/^\w+/.exec(String(args[0]))?.[0] ?? '')
        return original(...args).finally(() => seen.push('<'))
      },
    })
    client.release()
    await work()
    // What is left of it is done before the next one gets the connection.
    const after = await app.pool.connect()
    after.release()
    Object.assign(client, { query: original })
    return seen
  }
  const read = (trx: TenantTx) => trx.selectFrom('tenants').select('id').execute()

  test('one to open a transaction, whatever it must set', async () => {
    const seen = await watched(() => withTenant(app, north, read))
    expect(seen).toEqual(['begin', '<', 'select', '<', 'commit', '<'])
  })

  test('none to open one that only reads', async () => {
    const seen = await watched(() => withTenant(app, north, read, { readOnly: true }))
    expect(seen).toEqual(['begin', 'select', '<', '<', 'commit', '<'])
  })

  test('one for statements that do not wait for each other, which run as they were called', async () => {
    const number = (n: number) => sql<{ n: number }>`select ${n}::int as n`
    const seen = await watched(() =>
      withTenant(app, north, (trx) =>
        Promise.all([number(1).execute(trx), read(trx), number(2).execute(trx)]),
      ),
    )
    expect(seen).toEqual(['begin', '<', 'select', 'select', 'select', '<', '<', '<', 'commit', '<'])
  })
})

test('of statements sent together the one that failed is told, not those that PostgreSQL refused after it', async () => {
  const work = withTenant(app, north, async (trx) => {
    const failing = sql`select 1 / 0`.execute(trx)
    // Its failure is heard of later than that of the next one.
    const deep = Array.from({ length: 20 }).reduce(
      (last: Promise<unknown>) => last.then((x) => x),
      failing,
    )
    await Promise.all([deep, sql`select 1`.execute(trx)])
  })
  await expect(work).rejects.toThrow('division by zero')
  const opening = runTransaction(app, {
    name: 'tenant',
    open: 'begin read only; select 1 / 0',
    readOnly: true,
    wrap: (props) => new TenantTx(props, north),
    work: (trx) => sql`select 1`.execute(trx),
  })
  await expect(opening).rejects.toThrow('division by zero')
})

test('a read that travels with an opening that was cancelled reads nothing', async () => {
  const opening = runTransaction(app, {
    name: 'tenant',
    open: 'select pg_cancel_backend(pg_backend_pid())',
    readOnly: true,
    wrap: (props) => new TenantTx(props, north),
    work: (trx) => trx.selectFrom('tenants').selectAll().execute(),
  })
  await expect(opening).rejects.toThrow(/cancel|no tenant context/)
})

test('one generic prepared plan never mixes tenants nor roles', async () => {
  const client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
  await client.query('set plan_cache_mode = force_generic_plan')
  const tenants = [north, south]
  for (let i = 0; i < 18; i++) tenants.push(await insertTenant(owner, { slug: `t-${i}` }))
  const mixed: string[] = []
  for (let i = 0; i < 2_000; i++) {
    const tenant = tenants[i % tenants.length] ?? north
    // Every hundred the role changes, so that a plan made for one serves the other.
    const role = Math.floor(i / 100) % 2 === 0 ? 'portside_app' : 'portside_worker'
    await client.query(
      `begin; set local role ${role}; select set_config('app.tenant_id', '${tenant}', true)`,
    )
    const { rows } = await client.query<{ id: string }>({
      name: 'all',
      text: 'select id from tenants',
    })
    if (rows.length !== 1 || rows[0]?.id !== tenant) mixed.push(tenant)
    await client.query('commit')
  }
  await client.end()
  expect(mixed).toEqual([])
})

test('a connection lost between two statements fails its transaction, and neither the process nor the next one', async () => {
  const client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
  const interrupted = withTenant(app, north, async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
    await client.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    // Nobody asks anything while the news comes in: it must not count as an error that nobody heard.
    while ((await backends(client)) > 0) await sleep(10)
    await trx.selectFrom('tenants').select('id').execute()
  })
  await expect(interrupted).rejects.toThrow(/terminat|queryable/i)
  await client.end()
  const seen = await withTenant(app, north, (trx) =>
    trx.selectFrom('tenants').select('id').execute(),
  )
  expect(seen).toHaveLength(1)
})

/** Of `app`, which has one at most. */
async function backends(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: string }>(
    `select count(*) as n from pg_stat_activity
     where datname = current_database() and usename = 'portside_app'`,
  )
  return Number(rows[0]?.n)
}
