/** Every kind comes through the one projection: written, changed, deleted, with its live event and audit entry. */
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InvoiceRecord, PaymentRecord } from '#workflows/contracts/billing.ts'
import type { ConnectionId, TenantId } from '#workflows/contracts/ids.ts'
import { MODULE_OF_KIND, type RecordChange } from '#workflows/contracts/records.ts'
import { createDatabase, type Database } from '../client.ts'
import { withTenant } from '../tenant.ts'
import { createTestDatabase, type TestDatabase } from '../testing/database.ts'
import { makeCall, makeEmail, makeMeeting } from '../testing/engagements.ts'
import { insertConnection, makeOrder } from '../testing/orders.ts'
import { makeProject } from '../testing/projects.ts'
import {
  makeCreditNote,
  makeItem,
  makePaymentMethod,
  makeSubscription,
} from '../testing/subscriptions.ts'
import { insertTenant } from '../testing/rows.ts'
import { applyChanges } from './apply-changes.ts'
import { PROJECTIONS } from './projections/index.ts'

let database: TestDatabase
let db: Database
let owner: Database
let tenant: TenantId
let connectionId: ConnectionId

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDatabase({ url: database.workerUrl, name: 'test', max: 4 })
  owner = createDatabase({ url: database.ownerUrl, name: 'test-owner', max: 2 })
  tenant = await insertTenant(owner, { slug: 'one' })
  connectionId = await insertConnection(owner)
})
afterAll(async () => {
  await db.close()
  await owner.close()
  await database.drop()
})

const NO_ADDRESS = { street: null, postalCode: null, city: null, region: null, country: null }
const changedAt = '2026-11-02T09:00:00.000Z'

const invoice = (change: Partial<InvoiceRecord> = {}): InvoiceRecord => ({
  externalId: 'in_1',
  version: 1,
  externalCustomerId: 'cus_1',
  number: 'HS-0001',
  state: 'open',
  currency: 'EUR',
  subtotalMinor: 10_000,
  taxMinor: 1_900,
  totalMinor: 11_900,
  paidMinor: 0,
  remainingMinor: 11_900,
  description: null,
  orderNumber: 'SO-1',
  createdAt: changedAt,
  issuedAt: changedAt,
  dueAt: '2026-12-02T09:00:00.000Z',
  paidAt: null,
  voidedAt: null,
  hostedUrl: 'https://invoice.example/1',
  pdfUrl: null,
  changedAt,
  lines: ['il_1', 'il_2'].map((externalId, index) => ({
    externalId,
    position: index + 1,
    description: 'Service visit',
    quantity: '2.5',
    unitPriceMinor: 2_000,
    amountMinor: 5_000,
    periodStart: changedAt,
    periodEnd: null,
  })),
  ...change,
})

const payment = (change: Partial<PaymentRecord> = {}): PaymentRecord => ({
  externalId: 'pi_1',
  version: 1,
  externalCustomerId: 'cus_1',
  invoiceExternalId: 'in_1',
  state: 'processing',
  amountMinor: 11_900,
  refundedMinor: 0,
  currency: 'EUR',
  methodLabel: 'visa ····4242',
  receiptUrl: null,
  failureMessage: null,
  createdAt: changedAt,
  changedAt,
  ...change,
})

const one = (version: number): RecordChange[] => [
  {
    kind: 'company',
    type: 'upsert',
    record: {
      ...{ externalId: '100', version, externalCustomerId: '100', name: `Northgate ${version}` },
      ...{
        domain: 'northgate.example',
        phone: null,
        industry: null,
        address: NO_ADDRESS,
        changedAt,
      },
    },
  },
  {
    kind: 'contact',
    type: 'upsert',
    record: {
      ...{ externalId: '1', version, externalCustomerId: '100', name: `Ada ${version}` },
      ...{ email: 'ada@northgate.example', phone: null, jobTitle: null, changedAt },
    },
  },
  {
    kind: 'customer',
    type: 'upsert',
    record: {
      ...{
        externalId: 'cus_1',
        version,
        externalCustomerId: 'cus_1',
        name: `Northgate ${version}`,
      },
      ...{ email: null, phone: null, address: NO_ADDRESS, taxIds: ['NL1', 'DE2'], changedAt },
      paymentMethodExternalId: 'pm_1',
    },
  },
  { kind: 'invoice', type: 'upsert', record: invoice({ version, totalMinor: 11_900 + version }) },
  { kind: 'payment', type: 'upsert', record: payment({ version, amountMinor: version }) },
  {
    kind: 'subscription',
    type: 'upsert',
    record: makeSubscription({ version, items: [makeItem({ quantity: version })] }),
  },
  {
    kind: 'payment_method',
    type: 'upsert',
    record: makePaymentMethod({ version, label: `visa ${version}` }),
  },
  { kind: 'credit_note', type: 'upsert', record: makeCreditNote({ version, totalMinor: version }) },
  { kind: 'email', type: 'upsert', record: makeEmail({ version, text: `Words ${version}` }) },
  { kind: 'call', type: 'upsert', record: makeCall({ version, durationMs: version }) },
  {
    kind: 'meeting',
    type: 'upsert',
    record: makeMeeting({ version, location: `Hall ${version}` }),
  },
  {
    kind: 'order',
    type: 'upsert',
    record: makeOrder({ externalId: 'o1', version, title: `Order ${version}` }),
  },
  {
    kind: 'project',
    type: 'upsert',
    record: makeProject({ externalId: 'p1', version, title: `Project ${version}` }),
  },
]

const apply = (changes: readonly RecordChange[]) =>
  withTenant(db, tenant, (trx) =>
    applyChanges(trx, {
      connectionId,
      lane: 'live',
      changes: changes.map((change) => ({ change })),
    }),
  )

const read = <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> =>
  withTenant(db, tenant, async (trx) => (await query.execute(trx)).rows)

test('one batch may hold every kind, each with its module, its entry and its event', async () => {
  expect(await apply(one(1))).toEqual(one(1).map(() => 'applied'))
  const kinds = Object.keys(PROJECTIONS).toSorted()
  expect(kinds).toEqual(Object.keys(MODULE_OF_KIND).toSorted())
  const events = await read(sql<{ kind: string; module: string }>`
    select kind, module from live_events order by kind`)
  expect(events).toEqual(
    kinds.map((kind) => ({ kind, module: MODULE_OF_KIND[kind as keyof typeof MODULE_OF_KIND] })),
  )
  const audit = await read(sql<{ action: string; label: string }>`
    select action, subject_label as label from audit_entries order by action`)
  expect(audit).toEqual([
    { action: 'call.created', label: 'Readings' },
    { action: 'company.created', label: 'Northgate 1' },
    { action: 'contact.created', label: 'Ada 1' },
    { action: 'credit_note.created', label: 'HS-0001-CN-01' },
    { action: 'customer.created', label: 'Northgate 1' },
    { action: 'email.created', label: 'Valves' },
    { action: 'invoice.created', label: 'HS-0001' },
    { action: 'meeting.created', label: 'Review' },
    { action: 'order.created', label: 'o1' },
    { action: 'payment.created', label: 'visa ····4242' },
    { action: 'payment_method.created', label: 'visa 1' },
    { action: 'project.created', label: 'p1' },
    { action: 'subscription.created', label: 'Boiler Watch' },
  ])
})

test('the same again changes nothing, a newer version everything, an older one nothing', async () => {
  expect(await apply(one(1))).toEqual(one(1).map(() => 'unchanged'))
  expect(await apply(one(3))).toEqual(one(3).map(() => 'applied'))
  expect(await apply(one(2))).toEqual(one(2).map(() => 'stale'))
  const [names] = await read(sql<{ company: string; contact: string; taxes: string[] }>`
    select c.name as company, p.name as contact, b.tax_ids as taxes
    from companies c, contacts p, billing_customers b`)
  expect(names).toEqual({ company: 'Northgate 3', contact: 'Ada 3', taxes: ['NL1', 'DE2'] })
  const [entry] = await read(sql<{ changes: unknown }>`
    select changes from audit_entries where action = 'invoice.updated'`)
  expect(entry?.changes).toEqual({
    total: {
      from: { minor: 11_901, currency: 'EUR' },
      to: { minor: 11_903, currency: 'EUR' },
    },
  })
})

test('lines are replaced with their invoice, an instant that did not move is no change', async () => {
  const [line] = invoice().lines
  const dueAt = '2026-12-09T09:00:00.000Z'
  await apply([
    {
      kind: 'invoice',
      type: 'upsert',
      record: invoice({ version: 4, totalMinor: 11_903, dueAt, lines: line ? [line] : [] }),
    },
  ])
  expect(await read(sql`select external_id, quantity, period_end from invoice_lines`)).toEqual([
    { external_id: 'il_1', quantity: '2.5', period_end: null },
  ])
  const entries = await read(sql<{ changes: unknown }>`
    select changes from audit_entries where action = 'invoice.updated' order by at desc, id desc`)
  expect(entries[0]?.changes).toEqual({
    dueAt: { from: '2026-12-02T09:00:00.000Z', to: dueAt },
  })
})

test('a deletion leaves a tombstone of every kind that no older change brings back', async () => {
  const ids = {
    ...{ company: '100', contact: '1', customer: 'cus_1', invoice: 'in_1', payment: 'pi_1' },
    ...{ subscription: 'sub_1', payment_method: 'pm_1', credit_note: 'cn_1', project: 'p1' },
    ...{ email: 'e1', call: 'c1', meeting: 'm1' },
  }
  const deletions = Object.entries(ids).map(
    ([kind, externalId]) =>
      ({
        ...{ kind: kind as keyof typeof ids, type: 'delete', externalId, version: 9 },
        ...{ externalCustomerId: null, changedAt },
      }) satisfies RecordChange,
  )
  expect(await apply(deletions)).toEqual(deletions.map(() => 'applied'))
  expect(await apply(one(8).filter(({ kind }) => kind in ids))).toEqual(
    deletions.map(() => 'stale'),
  )
  for (const kind of Object.keys(ids)) {
    const { table } = PROJECTIONS[kind as keyof typeof ids]
    expect(await read(sql`select 1 from ${sql.table(table)} where deleted_at is null`)).toEqual([])
  }
  expect(await read(sql`select 1 from invoice_lines`)).toEqual([])
  expect(await read(sql`select 1 from subscription_items`)).toEqual([])
})

test("another tenant's record of any kind is refused", async () => {
  const neighbour = await insertTenant(owner, { slug: 'two' })
  const other = { kind: 'invoice', type: 'upsert', record: invoice({ version: 20 }) } as const
  const outcomes = await withTenant(db, neighbour, (trx) =>
    applyChanges(trx, { connectionId, lane: 'live', changes: [{ change: other }] }),
  )
  expect(outcomes).toEqual(['foreign'])
})
