/** Returns come with their order and go with it; the credit note one ended in leads to an invoice one may see. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, type ConnectionId, type PersonId, type TenantId } from '#workflows/contracts/ids.ts'
import type { OrderReturn } from '#workflows/contracts/orders.ts'
import type { RecordChange } from '#workflows/contracts/records.ts'
import { createDatabase, type Database } from '../../client.ts'
import { withTenant } from '../../tenant.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts'
import { storeInvoices } from '../../testing/billing.ts'
import { insertConnection, makeOrder, storeOrders } from '../../testing/orders.ts'
import { insertTenant } from '../../testing/rows.ts'
import { makeCreditNote } from '../../testing/subscriptions.ts'
import { applyChanges } from '../../write/apply-changes.ts'
import { listCreditNotesByNumber } from '../invoices/credit-notes-by-number.ts'
import type { OrdersAccess } from './orders-access.ts'
import { getOrder } from './orders-get.ts'

let database: TestDatabase
let app: Database
let worker: Database
let north: TenantId
let south: TenantId
let connectionId: ConnectionId
let stripe: ConnectionId

const FULL: OrdersAccess = { amounts: true, ownOnly: null }

const inspected: OrderReturn = {
  number: 'RMA-2',
  state: 'other',
  sourceState: 'at_inspection',
  reason: null,
  carrier: null,
  trackingNumber: null,
  trackingUrl: null,
  requestedAt: '2026-05-07T08:00:00.000Z',
  receivedAt: null,
  creditNoteNumber: null,
  contents: [{ position: 2, quantity: '0.250' }],
}
const closed: OrderReturn = {
  number: 'RMA-1',
  state: 'closed',
  sourceState: null,
  reason: 'Wrong size.',
  carrier: 'Carrier',
  trackingNumber: 'T2',
  trackingUrl: 'https://t.example.com/2',
  requestedAt: '2026-05-06T08:00:00.000Z',
  receivedAt: '2026-05-09T08:00:00.000Z',
  creditNoteNumber: 'CN-1',
  contents: [{ position: 1, quantity: '1' }],
}

beforeAll(async () => {
  database = await createTestDatabase()
  app = createDatabase({ url: database.appUrl, name: 'test' })
  worker = createDatabase({ url: database.workerUrl, name: 'test' })
  const owner = createDatabase({ url: database.ownerUrl, name: 'test' })
  north = await insertTenant(owner, { slug: 'north' })
  south = await insertTenant(owner, { slug: 'south' })
  connectionId = await insertConnection(owner)
  stripe = await insertConnection(owner, 'stripe')
  await owner.close()
})
afterAll(async () => {
  await Promise.all([app.close(), worker.close()])
  await database.drop()
})

const store = (externalId: string, version: number, returns: OrderReturn[]): Promise<void> =>
  storeOrders(worker, { tenantId: north, connectionId }, [
    makeOrder({ externalId, version, returns }),
  ])

const apply = (tenantId: TenantId, connection: ConnectionId, change: RecordChange) =>
  withTenant(worker, tenantId, (trx) =>
    applyChanges(trx, { connectionId: connection, lane: 'live', changes: [{ change }] }),
  )

async function read(externalId: string, { tenant = north, access = FULL } = {}) {
  const { id } = await withTenant(worker, north, (trx) =>
    trx
      .selectFrom('orders')
      .select('id')
      .where('external_id', '=', externalId)
      .executeTakeFirstOrThrow(),
  )
  return withTenant(app, tenant, (trx) => getOrder(trx, access, id), { readOnly: true })
}

const held = (tenant: TenantId): Promise<string[]> =>
  withTenant(app, tenant, async (trx) => {
    const rows = await trx.selectFrom('order_returns').select('number').execute()
    return rows.map(({ number }) => number)
  })

test('an order comes with its returns as its source told them, and a newer version replaces them', async () => {
  await store('N-1', 1, [inspected, { ...closed, state: 'requested', creditNoteNumber: null }])
  await store('N-1', 2, [inspected, closed])
  expect((await read('N-1')).returns).toEqual([closed, inspected])
  await store('N-1', 3, [closed])
  expect((await read('N-1')).returns).toEqual([closed])
})

test('they are there for those who may see the order, and nobody else', async () => {
  await store('N-2', 1, [closed])
  const own: OrdersAccess = { amounts: true, ownOnly: newId<PersonId>() }
  for (const refused of [{ tenant: south }, { access: own }]) {
    await expect(read('N-2', refused)).rejects.toMatchObject({ code: 'not_found' })
  }
  expect(await held(north)).toContain('RMA-1')
  expect(await held(south)).toEqual([])
})

test('they go with a deleted order', async () => {
  await store('N-3', 1, [{ ...closed, number: 'RMA-3' }])
  expect(await held(north)).toContain('RMA-3')
  await apply(north, connectionId, {
    ...{ kind: 'order', type: 'delete', externalId: 'N-3', version: 2 },
    ...{ externalCustomerId: 'C-1', changedAt: '2026-05-10T08:00:00.000Z' },
  })
  expect(await held(north)).not.toContain('RMA-3')
})

test('a credit note is found by its number on an invoice one may see', async () => {
  const place = { tenantId: north, connectionId: stripe }
  const [invoiceId] = await storeInvoices(worker, place, [
    { external_id: 'in_1' },
    { external_id: 'in_draft', state: 'draft' },
  ])
  const note = (number: string, invoiceExternalId: string) =>
    apply(north, stripe, {
      ...{ kind: 'credit_note', type: 'upsert' },
      record: makeCreditNote({ externalId: number, number, invoiceExternalId }),
    })
  await note('CN-1', 'in_1')
  await note('CN-2', 'in_draft')
  await note('CN-3', 'in_unknown')
  const numbers = ['CN-1', 'CN-2', 'CN-3', 'CN-4']
  const list = (tenant: TenantId, ownOnly: PersonId | null) =>
    withTenant(app, tenant, (trx) =>
      listCreditNotesByNumber(trx, { orders: null, ownOnly }, numbers),
    )
  expect(await list(north, null)).toEqual([{ number: 'CN-1', invoiceId }])
  expect(await list(north, newId<PersonId>())).toEqual([])
  expect(await list(south, null)).toEqual([])
})
