/** A table that is filled for the first time: writing its records does not cost ever more, in whatever session. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import type { RecordChange } from '#workflows/contracts/records.ts'
import { createDatabase, type Database } from '../client.ts'
import { withTenant } from '../tenant.ts'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { insertConnection, makeOrder } from '../testing/orders.ts'
import { insertTenant } from '../testing/rows.ts'
import { applyChanges } from '../write/apply-changes.ts'
import { gatherFirstStatistics } from './first-statistics.ts'
import { withSystem } from './system.ts'

let database: TestDatabase
let db: Database
let owner: Database
let tenant: TenantId
let connectionId: ConnectionId

beforeAll(async () => {
  database = await createTestDatabase()
  // One session, so that what it planned while the table was empty is what it has.
  db = createDatabase({ url: database.workerUrl, name: 'test', max: 1 })
  owner = createDatabase({ url: database.ownerUrl, name: 'test-owner', max: 1 })
  tenant = await insertTenant(owner, { slug: 'one' })
  connectionId = await insertConnection(owner)
})
afterAll(async () => {
  await db.close()
  await owner.close()
  await database.drop()
})

const line = {
  ...{ position: 1, article: 'S-1', description: 'Gasket', quantity: '1', unit: 'pcs' },
  ...{ unitPriceMinor: 100, amountMinor: 100 },
}
const BATCH = 100
const BATCHES = 8

async function write(batch: number): Promise<void> {
  const changes = Array.from({ length: BATCH }, (_, index): RecordChange => {
    const externalId = `o-${batch}-${index}`
    return { kind: 'order', type: 'upsert', record: makeOrder({ externalId, lines: [line] }) }
  })
  await withTenant(db, tenant, (trx) =>
    applyChanges(trx, {
      ...{ connectionId, lane: 'backfill' },
      changes: changes.map((change) => ({ change })),
    }),
  )
  await gatherFirstStatistics(db, changes)
}

/** Entries of the table's indexes that were looked at so far. */
async function entriesRead(): Promise<number> {
  await withSystem(db, (trx) => sql`select pg_stat_force_next_flush()`.execute(trx))
  const { rows } = await withSystem(db, (trx) =>
    sql<{ read: string }>`
      select sum(idx_tup_read) as read from pg_stat_all_indexes where relname = 'orders'`.execute(
      trx,
    ),
  )
  return Number(rows[0]?.read)
}

test('each line finds its order at once, though the session first saw an empty table', async () => {
  for (let batch = 0; batch < BATCHES; batch++) await write(batch)
  // By an index of another use each check of a key would go through half of all orders on average.
  expect(await entriesRead()).toBeLessThan(BATCHES * BATCH * 40)
})

test('only what sources fill is looked at', async () => {
  const asking = withSystem(db, (trx) =>
    sql`select app.gather_first_statistics('people')`.execute(trx),
  )
  await expect(asking).rejects.toThrow('not a table that is filled by sources: people')
})
