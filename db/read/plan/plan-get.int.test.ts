import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import type { RecordChange } from '#workflows/contracts/records.ts'
import { createDatabase, type Database } from '../../client.ts'
import { withTenant } from '../../tenant.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts'
import { insertConnection } from '../../testing/orders.ts'
import { insertTenant } from '../../testing/rows.ts'
import { makeItem, makePaymentMethod, makeSubscription } from '../../testing/subscriptions.ts'
import { applyChanges } from '../../write/apply-changes.ts'
import { getPlan } from './plan-get.ts'

let database: TestDatabase
let owner: Database
let app: Database
let worker: Database
let tenant: TenantId
let neighbour: TenantId
let connectionId: ConnectionId

beforeAll(async () => {
  database = await createTestDatabase()
  owner = createDatabase({ url: database.ownerUrl, name: 'test-owner', max: 2 })
  app = createDatabase({ url: database.appUrl, name: 'test-app', max: 2 })
  worker = createDatabase({ url: database.workerUrl, name: 'test-worker', max: 2 })
  tenant = await insertTenant(owner, { slug: 'one' })
  neighbour = await insertTenant(owner, { slug: 'two' })
  connectionId = await insertConnection(owner)
})
afterAll(async () => {
  await Promise.all([owner, app, worker].map((each) => each.close()))
  await database.drop()
})

const store = (tenantId: TenantId, changes: readonly RecordChange[]) =>
  withTenant(worker, tenantId, (trx) =>
    applyChanges(trx, {
      connectionId,
      lane: 'live',
      changes: changes.map((change) => ({ change })),
    }),
  )
const read = (tenantId: TenantId) => withTenant(app, tenantId, getPlan, { readOnly: true })

const customer = (method: string | null): RecordChange => ({
  kind: 'customer',
  type: 'upsert',
  record: {
    ...{ externalId: 'cus_1', version: 1, externalCustomerId: 'cus_1', name: 'One', email: null },
    ...{ phone: null, taxIds: [], paymentMethodExternalId: method },
    address: { street: null, postalCode: null, city: null, region: null, country: null },
    changedAt: '2026-05-10T10:00:00.000Z',
  },
})
const subscription = (change: Parameters<typeof makeSubscription>[0]): RecordChange => ({
  kind: 'subscription',
  type: 'upsert',
  record: makeSubscription(change),
})
const method = (change: Parameters<typeof makePaymentMethod>[0]): RecordChange => ({
  kind: 'payment_method',
  type: 'upsert',
  record: makePaymentMethod(change),
})

test('a tenant without an agreement has none', async () => {
  expect(await read(neighbour)).toEqual({ subscriptions: [], methods: [] })
})

test('what goes on comes first, is charged what is due then, to its own method or the default', async () => {
  const later = '2026-07-01T08:00:00.000Z'
  await store(tenant, [
    customer('pm_1'),
    method({}),
    method({ externalId: 'pm_2', label: 'mastercard ····4444', expiresOn: null }),
    subscription({
      items: [makeItem(), makeItem({ externalId: 'si_2', position: 2, periodEnd: later })],
    }),
    subscription({
      externalId: 'sub_2',
      startedAt: '2026-02-01T08:00:00.000Z',
      paymentMethodExternalId: 'pm_2',
      items: [
        makeItem({ externalId: 'si_3', quantity: null, unitPriceMinor: null, amountMinor: null }),
      ],
    }),
    subscription({
      externalId: 'sub_3',
      state: 'cancelled',
      renewsAt: null,
      endedAt: '2026-04-01T08:00:00.000Z',
      paymentMethodExternalId: 'pm_gone',
    }),
  ])
  const { subscriptions, methods } = await read(tenant)
  const [one, two] = methods
  expect(methods).toMatchObject([
    { label: 'visa ····4242', expiresOn: '2027-03-31', isDefault: true },
    { label: 'mastercard ····4444', expiresOn: null, isDefault: false },
  ])
  expect(subscriptions).toMatchObject([
    { state: 'active', nextAmount: null, methodId: two?.id },
    {
      state: 'active',
      nextAmount: { minor: 14_700, currency: 'EUR' },
      methodId: one?.id,
      items: [{ periodEnd: '2026-06-01T08:00:00.000Z' }, { periodEnd: later }],
    },
    { state: 'cancelled', nextAmount: null, methodId: null, endedAt: '2026-04-01T08:00:00.000Z' },
  ])
  expect(await read(neighbour)).toEqual({ subscriptions: [], methods: [] })
})
