/** How PostgreSQL runs the console's lists over a large inbox: inside an index, never through the table. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, type ConnectionId, type InboxId, type TenantId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from '../client.ts'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { insertConnection } from '../testing/orders.ts'
import { explaining } from '../testing/plans.ts'
import { insertTenant } from '../testing/rows.ts'
import { countAttention } from './attention.ts'
import { listConnections } from './connections.ts'
import { findInboxEvent } from './inbox-get.ts'
import { listInbox, type InboxListInput } from './inbox-list.ts'
import { withStaff, type StaffTx } from './staff-tx.ts'
import { listUnmapped } from './unmapped.ts'

let database: TestDatabase
let staff: Database
let connectionId: ConnectionId
let tenantId: TenantId

/** A few rows are set aside or pending among many that were applied, as in a hub that works. */
const FILL = `
  insert into inbox (id, connection_id, event_key, event_type, kind, external_id, external_customer_id,
    tenant_id, body, state, verdict)
  select (lpad(to_hex(1700000000000 + g * 1000), 12, '0') || lpad(to_hex(g), 20, '0'))::uuid,
    ($1::uuid[])[1 + g % 3], 'k' || g, 'order.updated', 'order', 'ord_' || g / 3, 'C-' || g % 50,
    case when g % 500 in (0, 1) then null else ($2::uuid[])[case when g % 200 = 7 then 5 else 1 + g % 4 end] end, '{}',
    case g % 500 when 0 then 'unmapped' when 1 then 'quarantined' when 2 then 'ignored' when 3 then 'pending'
      else 'done' end, 'applied'
  from generate_series(1, 40000) g`

beforeAll(async () => {
  database = await createTestDatabase()
  staff = createDatabase({ url: database.staffUrl, name: 'test' })
  const owner = createDatabase({ url: database.ownerUrl, name: 'test' })
  const sql = new pg.Pool({ connectionString: database.superuserUrl, max: 1 })
  const connections: ConnectionId[] = []
  for (let i = 0; i < 3; i++) connections.push((connectionId = await insertConnection(owner)))
  const tenants: TenantId[] = []
  for (let i = 0; i < 5; i++) {
    tenants.push((tenantId = await insertTenant(owner, { slug: `t-${String(i)}` })))
  }
  await sql.query(FILL, [connections, tenants])
  await sql.query('vacuum analyze')
  await Promise.all([owner.close(), sql.end()])
})

afterAll(async () => {
  await staff.close()
  await database.drop()
})

async function plansOf(read: (trx: StaffTx) => Promise<unknown>): Promise<string> {
  const { db, plans } = explaining(staff)
  await withStaff(db, read)
  return plans.join('\n')
}

const ALL: InboxListInput = {
  connectionId: null,
  tenantId: null,
  outcome: null,
  kind: null,
  customer: null,
  since: null,
  q: '',
  before: '018c0000-0000-7000-8000-000000000000' as InboxId,
  limit: 50,
}
const list = (change: () => Partial<InboxListInput>) => (trx: StaffTx) =>
  listInbox(trx, { ...ALL, ...change() })

test.each<[string, (trx: StaffTx) => Promise<unknown>]>([
  ['the newest events', list(() => ({ before: null }))],
  ['a later page', list(() => ({}))],
  ['events of a connection', list(() => ({ connectionId }))],
  ['events of a tenant', list(() => ({ tenantId }))],
  ['what is in quarantine', list(() => ({ outcome: 'quarantined' }))],
  ['what is unmapped at a connection', list(() => ({ outcome: 'unmapped', connectionId }))],
  ['what waits', list(() => ({ outcome: 'waiting' }))],
  ['what was applied', list(() => ({ outcome: 'applied' }))],
  ['an exact key', list(() => ({ q: 'k777' }))],
  ['part of an id', list(() => ({ q: 'rd_7' }))],
  ['one event', (trx) => findInboxEvent(trx, newId())],
  ['connections', (trx) => listConnections(trx)],
  ['what waits for a person', (trx) => countAttention(trx)],
  ['unmapped customers', (trx) => listUnmapped(trx, { after: null, limit: 50 })],
])('%s: no scan of the inbox', async (_, read) => {
  const plans = await plansOf(read)
  expect(plans).toMatch(/inbox/)
  expect(plans).not.toMatch(/Seq Scan on inbox/)
})

test('a page of a tenant with few events comes out of its index', async () => {
  expect(await plansOf(list(() => ({ tenantId })))).toContain('inbox_by_tenant')
})

test('what is set aside comes out of its own small index', async () => {
  expect(await plansOf(list(() => ({ outcome: 'quarantined' })))).toContain('inbox_set_aside')
})
