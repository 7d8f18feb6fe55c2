/** What is old goes in bounded pieces, what waits stays whatever its age, and a tenant without old events costs nothing. */
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDatabase, type Database } from '#db/client.ts'
import { createTestDatabase, type TestDatabase } from '#db/testing/database.ts'
import { insertConnection } from '#db/testing/orders.ts'
import { insertTenant } from '#db/testing/rows.ts'
import { recording } from '#db/testing/statements.ts'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import { createHousekeeping } from './housekeeping.ts'

let database: TestDatabase
let worker: Database
let sqlAll: Database
let connectionId: ConnectionId
let tenants: TenantId[]

beforeAll(async () => {
  database = await createTestDatabase()
  worker = createDatabase({ url: database.workerUrl, name: 'test' })
  sqlAll = createDatabase({ url: database.superuserUrl, name: 'test', max: 2 })
  const owner = createDatabase({ url: database.ownerUrl, name: 'test' })
  connectionId = await insertConnection(owner)
  tenants = []
  for (let i = 0; i < 4; i++) tenants.push(await insertTenant(owner, { slug: `t-${i}` }))
  await owner.close()
})
afterAll(async () => {
  await Promise.all([worker.close(), sqlAll.close()])
  await database.drop()
})
beforeEach(() => sqlAll.pool.query('truncate inbox, live_events'))

const fillInbox = (state: string, rows: number): Promise<unknown> =>
  sqlAll.pool.query(
    `insert into inbox (id, connection_id, event_key, event_type, body, state, received_at, due_at, finished_at)
     select gen_random_uuid(), $1, $2 || g, 'order.updated', '{}', $2, now() - interval '40 days',
       now() - interval '40 days', case when $2 <> 'pending' then now() - interval '31 days' end
     from generate_series(1, $3::int) g`,
    [connectionId, state, rows],
  )
const fillEvents = (
  tenantId: TenantId | undefined,
  ages: Record<string, number>,
): Promise<unknown> =>
  sqlAll.pool.query(
    `insert into live_events (tenant_id, position, module, kind, record_id, version, at)
     select $1, row_number() over (), 'orders', 'order', gen_random_uuid(), 1, now() - age::interval
     from jsonb_each_text($2::jsonb) as wanted (age, rows), generate_series(1, rows::int)`,
    [tenantId, JSON.stringify(ages)],
  )
const countOf = async (table: string, where = 'true'): Promise<number> => {
  const { rows } = await sqlAll.pool.query<{ n: number }>(
    `select count(*)::int as n from ${table} where ${where}`,
  )
  return rows[0]?.n ?? 0
}

test('finished events go in statements of a bounded size; what waits for anybody stays', async () => {
  await Promise.all(
    ['done', 'ignored', 'pending', 'unmapped', 'quarantined'].map((state) => fillInbox(state, 25)),
  )
  const { db, statements } = recording(worker)
  await createHousekeeping(db, { rows: 10 }).run()
  expect(await countOf('inbox')).toBe(75)
  expect(await countOf('inbox', `state in ('pending', 'unmapped', 'quarantined')`)).toBe(75)
  const removals = statements.filter(({ text }) => text.includes('delete from inbox'))
  expect(removals.map(({ rows }) => rows)).toEqual([10, 10, 10, 10, 10, 0])
})

test('rows that somebody holds are left for the next time and hold up nobody', async () => {
  await fillInbox('done', 25)
  await sqlAll.kysely.transaction().execute(async (trx) => {
    await sql`select 1 from inbox order by event_key limit 3 for update`.execute(trx)
    await createHousekeeping(worker, { rows: 10 }).run()
    expect(await countOf('inbox')).toBe(3)
  })
  await createHousekeeping(worker, { rows: 10 }).run()
  expect(await countOf('inbox')).toBe(0)
})

test('it stops between two batches, keeps what it did, and goes on where it was', async () => {
  await fillInbox('done', 50)
  await fillEvents(tenants[0], { '25 hours': 50 })
  const { db, statements } = recording(worker)
  const stop = new AbortController()
  const housekeeping = createHousekeeping(db, { rows: 10 })
  stop.abort()
  await housekeeping.run(stop.signal)
  expect(await countOf('inbox')).toBe(40)
  expect(await countOf('live_events')).toBe(40)
  // Not a minute later: there was something left.
  await housekeeping.run()
  expect(await countOf('inbox')).toBe(0)
  expect(await countOf('live_events')).toBe(0)
  const ran = statements.length
  await housekeeping.run()
  expect(statements).toHaveLength(ran)
})

test('old live events of every tenant go, young ones stay, and only tenants with old ones are asked', async () => {
  const [many, few, young, none] = tenants
  await fillEvents(many, { '25 hours': 35, '1 hour': 5 })
  await fillEvents(few, { '3 days': 2 })
  await fillEvents(young, { '23 hours': 4 })
  const { db, statements } = recording(worker)
  await createHousekeeping(db, { rows: 10 }).run()
  expect(await countOf('live_events')).toBe(9)
  expect(await countOf('live_events', `at < now() - interval '24 hours'`)).toBe(0)
  const visited = new Set(
    statements
      .filter(({ text }) => text.includes('delete from live_events'))
      .map(({ values }) => values[0]),
  )
  expect(visited).toEqual(new Set([many, few]))
  expect(JSON.stringify(statements)).not.toContain(none)
})

test('what a reconciliation found is forgotten after a month', async () => {
  await sqlAll.pool.query(
    `with run as (
       insert into runs (id, connection_id, kind, lane, started_by)
       values (gen_random_uuid(), $1, 'order', 'reconcile', 'test') returning id)
     insert into run_differences (run_id, external_id, tenant_id, difference, version, found_at)
     select id, days::text, $2, 'lacking', 1, now() - make_interval(days => days)
     from run, unnest(array[29, 31, 40]) as days`,
    [connectionId, tenants[0]],
  )
  await createHousekeeping(worker).run()
  const { rows } = await sqlAll.pool.query('select external_id as id from run_differences')
  expect(rows).toEqual([{ id: '29' }])
})
