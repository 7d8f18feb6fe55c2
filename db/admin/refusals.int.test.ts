/** What staff read of requests that were refused. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConnectionId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from '../client.ts'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { insertConnection } from '../testing/orders.ts'
import { listRefusals } from './refusals.ts'
import { withStaff } from './staff-tx.ts'

let database: TestDatabase
let staff: Database
let sql: pg.Pool
let connectionId: ConnectionId

beforeAll(async () => {
  database = await createTestDatabase()
  staff = createDatabase({ url: database.staffUrl, name: 'test' })
  sql = new pg.Pool({ connectionString: database.superuserUrl, max: 1 })
  const owner = createDatabase({ url: database.ownerUrl, name: 'test' })
  connectionId = await insertConnection(owner)
  await owner.close()
})

afterAll(async () => {
  await Promise.all([staff.close(), sql.end()])
  await database.drop()
})

test('refusals are told by reason and minute, with samples, per connection and for none', async () => {
  await sql.query(
    `insert into intake_refusals (connection_id, reason, minute, count) values
       ($1, 'bad_signature', date_trunc('minute', now()), 2),
       ($1, 'bad_signature', date_trunc('minute', now()) - interval '1 minute', 3),
       (null, 'unknown_connection', date_trunc('minute', now()), 1)`,
    [connectionId],
  )
  await sql.query(
    `insert into intake_refusal_samples (connection_id, reason, address) values ($1, 'bad_signature', '198.51.100.7')`,
    [connectionId],
  )
  const own = await withStaff(staff, (trx) => listRefusals(trx, connectionId))
  expect(own.reasons).toMatchObject([{ reason: 'bad_signature', count: 5 }])
  expect(own.minutes.map(({ count }) => count)).toEqual([2, 3])
  expect(own.samples).toMatchObject([{ address: '198.51.100.7', userAgent: null }])
  const strays = await withStaff(staff, (trx) => listRefusals(trx, null))
  expect(strays.reasons).toMatchObject([{ reason: 'unknown_connection', count: 1 }])
})
