import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toOrderChange } from '#integrations/orders/map.ts'
import { newId, type ConnectionId, type TenantId } from '#workflows/contracts/ids.ts'
import { idOfChange, type RecordChange } from '#workflows/contracts/records.ts'
import { wireOrder, type WireOrderFacts } from '#workflows/testing/wire-order.ts'
import { createDatabase, type Database } from '../client.ts'
import { createKeyring } from '../secrets.ts'
import { saveConnection } from '../system/connections.ts'
import { withSystem } from '../system/system.ts'
import { withTenant } from '../tenant.ts'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { insertMember, insertTenant } from '../testing/rows.ts'
import { applyChanges, type ApplyOutcome } from './apply-changes.ts'

let database: TestDatabase
let db: Database
let owner: Database
let tenant: TenantId
let neighbour: TenantId
let connectionId: ConnectionId

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDatabase({ url: database.workerUrl, name: 'test', max: 8 })
  owner = createDatabase({ url: database.ownerUrl, name: 'test-owner', max: 2 })
  tenant = await insertTenant(owner, { slug: 'one' })
  neighbour = await insertTenant(owner, { slug: 'two' })
  connectionId = await withSystem(owner, (trx) =>
    saveConnection(trx, createKeyring(`k1:${Buffer.alloc(32, 7).toString('base64')}`), {
      source: 'orders',
      name: 'Order system',
      baseUrl: 'http://127.0.0.1:9',
      credentials: {},
      webhookSecrets: [],
    }),
  )
})
afterAll(async () => {
  await db.close()
  await owner.close()
  await database.drop()
})

const change = (facts: Omit<WireOrderFacts, 'customer'>): RecordChange =>
  toOrderChange(wireOrder({ customer: 'C-1', ...facts }))

interface Apply {
  to?: TenantId
  refetched?: string[]
  lane?: 'live' | 'backfill'
}

const apply = (changes: RecordChange[], how: Apply = {}): Promise<ApplyOutcome[]> =>
  withTenant(db, how.to ?? tenant, (trx) =>
    applyChanges(trx, {
      connectionId,
      lane: how.lane ?? 'live',
      changes: changes.map((each) => ({
        change: each,
        isRefetched: how.refetched?.includes(idOfChange(each)) ?? false,
      })),
    }),
  )

interface Row {
  version: number
  title: string
  isDeleted: boolean
  notes: number
}

async function find(externalId: string): Promise<Row | undefined> {
  return withTenant(db, tenant, async (trx) => {
    const { rows } = await sql<Row>`
      select version, title, deleted_at is not null as "isDeleted",
        (select count(*) from order_events e where e.order_id = o.id) as notes
      from orders o where external_id = ${externalId}`.execute(trx)
    return rows[0]
  })
}

const count = (table: 'live_events' | 'audit_entries'): Promise<number> =>
  withTenant(db, tenant, async (trx) => {
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from ${sql.table(table)}`.execute(trx)
    return rows[0]?.n ?? -1
  })

test('the same change again writes nothing, tells nobody and leaves no audit entry', async () => {
  expect(await apply([change({ id: 'same' })])).toEqual(['applied'])
  const before = [await count('live_events'), await count('audit_entries')]
  expect(await apply([change({ id: 'same' })])).toEqual(['unchanged'])
  expect([await count('live_events'), await count('audit_entries')]).toEqual(before)
})

test('a newer version of the same content advances the version silently', async () => {
  await apply([change({ id: 'touch', title: 'One' })])
  const before = await count('live_events')
  const again = change({ id: 'touch', title: 'One' })
  if (again.type === 'upsert') again.record.version = 7
  expect(await apply([again])).toEqual(['unchanged'])
  expect(await find('touch')).toMatchObject({ version: 7, title: 'One' })
  expect(await count('live_events')).toBe(before)
  expect(await apply([change({ id: 'touch', version: 5, title: 'Late' })])).toEqual(['stale'])
})

test('the parts of an order are replaced with it', async () => {
  await apply([change({ id: 'parts', version: 3 })])
  expect((await find('parts'))?.notes).toBe(3)
  await apply([change({ id: 'parts', version: 5 })])
  expect((await find('parts'))?.notes).toBe(5)
})

test('of several versions in one batch the highest wins', async () => {
  const batch = [2, 5, 3, 5].map((version) => change({ id: 'batch', version }))
  expect(await apply(batch)).toEqual(['stale', 'unchanged', 'stale', 'applied'])
  expect((await find('batch'))?.version).toBe(5)
})

test('a deletion stays when an older update comes late, and yields to a newer one', async () => {
  await apply([change({ id: 'gone', version: 2 })])
  expect(await apply([change({ id: 'gone', version: 4, deleted: true })])).toEqual(['applied'])
  expect(await apply([change({ id: 'gone', version: 3 })])).toEqual(['stale'])
  expect(await find('gone')).toMatchObject({ version: 4, isDeleted: true, title: '', notes: 0 })
  expect(await apply([change({ id: 'gone', version: 5 })])).toEqual(['applied'])
  expect(await find('gone')).toMatchObject({ version: 5, isDeleted: false, notes: 5 })
})

test('a deletion of an order we never had keeps an older version out', async () => {
  expect(await apply([change({ id: 'never', version: 9, deleted: true })])).toEqual(['applied'])
  expect(await apply([change({ id: 'never', version: 8 })])).toEqual(['stale'])
  expect(await find('never')).toMatchObject({ isDeleted: true })
})

test('the same version with other content is a tie until it was read again', async () => {
  await apply([change({ id: 'tie', title: 'First' })])
  const other = change({ id: 'tie', title: 'Second' })
  expect(await apply([other])).toEqual(['tie'])
  expect((await find('tie'))?.title).toBe('First')
  expect(await apply([other], { refetched: ['tie'] })).toEqual(['applied'])
  expect((await find('tie'))?.title).toBe('Second')
})

test("another tenant's record is refused, and its neighbours in the batch are not", async () => {
  await apply([change({ id: 'mine' })])
  const outcomes = await apply([change({ id: 'mine', version: 2 }), change({ id: 'theirs' })], {
    to: neighbour,
  })
  expect(outcomes).toEqual(['foreign', 'applied'])
  expect((await find('mine'))?.version).toBe(1)
})

test('an order belongs to the member who placed it', async () => {
  const person = await insertMember(owner, tenant, { email: 'ada@one.test', role: 'project' })
  await apply([change({ id: 'owned', placedByEmail: 'ada@one.test' })])
  await withTenant(db, tenant, async (trx) => {
    const { rows } = await sql<{ owner: string; told: string[] }>`
      select o.owner_person_id as owner, e.owner_person_ids as told
      from orders o join live_events e on e.record_id = o.id where o.external_id = 'owned'`.execute(
      trx,
    )
    expect(rows).toEqual([{ owner: person, told: [person] }])
  })
})

test('a person who is no member of the tenant owns nothing there', async () => {
  await insertMember(owner, neighbour, { email: 'eve@two.test', role: 'project' })
  await apply([change({ id: 'stranger', placedByEmail: 'eve@two.test' })])
  await withTenant(db, tenant, async (trx) => {
    const { rows } = await sql<{ owner: string | null }>`
      select owner_person_id as owner from orders where external_id = 'stranger'`.execute(trx)
    expect(rows).toEqual([{ owner: null }])
  })
})

test('a page of a backfill leaves one audit entry, live changes one each', async () => {
  const before = await count('audit_entries')
  const page = ['p1', 'p2', 'p3'].map((id) => change({ id }))
  await apply(page, { lane: 'backfill' })
  expect(await count('audit_entries')).toBe(before + 1)
  await apply(['p1', 'p2'].map((id) => change({ id, version: 2 })))
  expect(await count('audit_entries')).toBe(before + 3)
})

test('200 orders, five versions each, shuffled, doubled and in parallel end in the newest', async () => {
  const ids = Array.from({ length: 200 }, (_, index) => `r15-${index}`)
  const all = ids.flatMap((id) => [1, 2, 3, 4, 5].map((version) => change({ id, version })))
  const shuffled = [...all, ...all]
    .map((each) => ({ each, at: newId().slice(-8) }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ each }) => each)
  const batches = Array.from({ length: 20 }, (_, index) =>
    shuffled.slice(index * 100, index * 100 + 100),
  )
  await Promise.all(batches.map((batch) => apply(batch)))
  await withTenant(db, tenant, async (trx) => {
    const { rows } = await sql<{ orders: number; oldest: number; notes: number }>`
      select count(*) as orders, min(version) as oldest,
        (select count(*) from order_events e join orders o on o.id = e.order_id
         where o.external_id like 'r15-%') as notes
      from orders where external_id like 'r15-%'`.execute(trx)
    expect(rows).toEqual([{ orders: 200, oldest: 5, notes: 1000 }])
    const positions = await sql<{ gaps: number }>`
      select max(position) - count(*) as gaps from live_events`.execute(trx)
    expect(positions.rows).toEqual([{ gaps: 0 }])
  })
})
