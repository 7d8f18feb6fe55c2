/** A database with many customers, one of them large, and records of every kind: for tests of how it is read. */
import { newId, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import { createDatabase } from '../client.ts'
import { fillRecords, type BulkTenant } from '../seeds/bulk/fill-records.ts'
import { withSystem } from '../system/system.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { insertConnection } from './orders.ts'
import { insertTenant } from './rows.ts'

export interface ScaleOptions {
  tenants: number
  records: number
  withHistory?: boolean
}

export interface Scale {
  database: TestDatabase
  tenants: readonly BulkTenant[]
  largest: TenantId
  smallest: TenantId
}

const RECORDS = [
  'orders',
  'projects',
  'contacts',
  'invoices',
  'payments',
  'credit_notes',
  'subscriptions',
]
const PARTS = [
  ...[
    'order_lines',
    'order_shipments',
    'order_returns',
    'order_events',
    'invoice_lines',
    'subscription_items',
  ],
  ...['project_milestones', 'project_deliverables', 'project_due_dates', 'project_orders'],
]
const ALL = [...RECORDS, ...PARTS, 'payment_methods']
/** What grows with the customers' records, all of it under policies. */
export const TENANT_TABLES = { growing: ALL, byTenant: ALL }

export async function createScale(options: ScaleOptions): Promise<Scale> {
  const database = await createTestDatabase()
  const owner = createDatabase({ url: database.ownerUrl, name: 'test', max: 4 })
  try {
    const connections = {
      orders: await insertConnection(owner, 'orders'),
      hubspot: await insertConnection(owner, 'hubspot'),
      stripe: await insertConnection(owner, 'stripe'),
    }
    const tenants: BulkTenant[] = []
    for (let at = 0; at < options.tenants; at++) {
      const id = await insertTenant(owner, { slug: `t-${at}` })
      const person = { id: newId<PersonId>(), email: `a@c-${at}.example` }
      tenants.push({ id, customer: `C-${at}`, connections, person })
    }
    const links = tenants.flatMap(({ id, customer }) =>
      Object.values(connections).map((connectionId) => ({
        ...{ connection_id: connectionId, external_id: customer, tenant_id: id },
      })),
    )
    await withSystem(owner, (trx) => trx.insertInto('links').values(links).execute())
    await fillRecords(owner, tenants, { ...options, now: new Date() })
    const [first, last] = [tenants[0], tenants.at(-1)]
    if (!first || !last) throw new Error('There is no tenant.')
    return { database, tenants, largest: first.id, smallest: last.id }
  } finally {
    await owner.close()
  }
}
