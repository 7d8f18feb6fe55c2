/** Keys carry the tenant: no row attaches to another tenant's parent, and equal upstream ids live side by side. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from './client.ts'
import { withTenant } from './tenant.ts'
import { createTestDatabase, type TestDatabase } from './testing/database.ts'
import { insertConnection, makeOrder, storeOrders } from './testing/orders.ts'
import { insertTenant } from './testing/rows.ts'

let database: TestDatabase
let owner: Database
let worker: Database
let north: TenantId
let south: TenantId
let connectionId: ConnectionId

beforeAll(async () => {
  database = await createTestDatabase()
  owner = createDatabase({ url: database.ownerUrl, name: 'test' })
  worker = createDatabase({ url: database.workerUrl, name: 'test' })
  north = await insertTenant(owner, { slug: 'north' })
  south = await insertTenant(owner, { slug: 'south' })
  connectionId = await insertConnection(owner)
})
afterAll(async () => {
  await Promise.all([owner.close(), worker.close()])
  await database.drop()
})

test('a line cannot attach to an order of another tenant', async () => {
  await storeOrders(worker, { tenantId: south, connectionId }, [makeOrder({ externalId: 'S-1' })])
  const foreign = await withTenant(worker, south, (trx) =>
    trx.selectFrom('orders').select('id').executeTakeFirstOrThrow(),
  )
  const attach = withTenant(worker, north, (trx) =>
    trx
      .insertInto('order_lines')
      .values({
        tenant_id: north,
        order_id: foreign.id,
        position: 1,
        article: 'A',
        description: 'A',
        quantity: '1',
        unit: 'pcs',
        unit_price_minor: 1,
        amount_minor: 1,
      })
      .execute(),
  )
  await expect(attach).rejects.toThrow('violates foreign key constraint')
})

test('the same id of two upstream accounts is two orders of two tenants', async () => {
  const other = await insertConnection(owner)
  const order = makeOrder({ externalId: 'SAME-1' })
  await storeOrders(worker, { tenantId: north, connectionId }, [order])
  await storeOrders(worker, { tenantId: south, connectionId: other }, [order])
  for (const tenantId of [north, south]) {
    const rows = await withTenant(worker, tenantId, (trx) =>
      trx.selectFrom('orders').select('number').where('external_id', '=', 'SAME-1').execute(),
    )
    expect(rows).toEqual([{ number: 'SAME-1' }])
  }
})

test('deleting every predicate by hand still shows one tenant only', async () => {
  const app = createDatabase({ url: database.appUrl, name: 'test' })
  const tables = ['orders', 'order_lines', 'order_events', 'live_events', 'audit_entries'] as const
  for (const table of tables) {
    const rows = await withTenant(app, north, (trx) =>
      trx.selectFrom(table).select('tenant_id').execute(),
    )
    expect(rows.every((row) => row.tenant_id === north)).toBe(true)
  }
  const orders = await withTenant(app, north, (trx) =>
    trx.selectFrom('orders').select('external_id').execute(),
  )
  expect(orders).toEqual([{ external_id: 'SAME-1' }])
  await app.close()
})
