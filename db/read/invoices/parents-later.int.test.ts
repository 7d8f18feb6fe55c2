/** R18: a credit note and a payment that are here before their invoice are nowhere, and with it as soon as it comes. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InvoiceRecord, PaymentRecord } from '#workflows/contracts/billing.ts'
import type { RecordChange } from '#workflows/contracts/records.ts'
import { createDatabase, type Database } from '../../client.ts'
import { withTenant, type TenantTx } from '../../tenant.ts'
import type { Place } from '../../testing/billing.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts'
import { insertConnection } from '../../testing/orders.ts'
import { insertTenant } from '../../testing/rows.ts'
import { makeCreditNote } from '../../testing/subscriptions.ts'
import { applyChanges } from '../../write/apply-changes.ts'
import { listCreditNotesByNumber } from './credit-notes-by-number.ts'
import type { InvoicesAccess } from './invoices-access.ts'
import { listInvoicesNeedingAttention } from './invoices-attention.ts'
import { getInvoice } from './invoices-get.ts'
import { listOutstanding } from './outstanding.ts'

let database: TestDatabase
let app: Database
let worker: Database
let place: Place

beforeAll(async () => {
  database = await createTestDatabase()
  app = createDatabase({ url: database.appUrl, name: 'test-app' })
  worker = createDatabase({ url: database.workerUrl, name: 'test' })
  const owner = createDatabase({ url: database.ownerUrl, name: 'test-owner' })
  const connectionId = await insertConnection(owner, 'stripe')
  place = { tenantId: await insertTenant(owner, { slug: 'north' }), connectionId }
  await owner.close()
})
afterAll(async () => {
  await Promise.all([app.close(), worker.close()])
  await database.drop()
})

const at = '2026-11-02T09:00:00.000Z'
const ACCESS: InvoicesAccess = { orders: null, ownOnly: null }

const invoice: InvoiceRecord = {
  ...{ externalId: 'in_1', version: 1, externalCustomerId: 'cus_1', number: 'HS-0001' },
  ...{ state: 'open', currency: 'EUR', subtotalMinor: 10_000, taxMinor: 1_900 },
  ...{ totalMinor: 11_900, paidMinor: 0, remainingMinor: 11_900, description: null },
  ...{ orderNumber: null, createdAt: at, issuedAt: at, dueAt: '2099-12-02T09:00:00.000Z' },
  ...{ paidAt: null, voidedAt: null, hostedUrl: null, pdfUrl: null, changedAt: at, lines: [] },
}
const payment: PaymentRecord = {
  ...{ externalId: 'pi_1', version: 1, externalCustomerId: 'cus_1', invoiceExternalId: 'in_1' },
  ...{ state: 'failed', amountMinor: 11_900, refundedMinor: 0, currency: 'EUR' },
  ...{ methodLabel: 'visa ····4242', receiptUrl: null, failureMessage: 'Refused.' },
  ...{ createdAt: at, changedAt: at },
}

const inTenant = <T>(work: (trx: TenantTx) => Promise<T>): Promise<T> =>
  withTenant(app, place.tenantId, work)
const apply = (...changes: RecordChange[]) =>
  withTenant(worker, place.tenantId, (trx) =>
    applyChanges(trx, {
      connectionId: place.connectionId,
      lane: 'live',
      changes: changes.map((change) => ({ change })),
    }),
  )
const note = makeCreditNote()
/** What pages ask. */
const shown = () =>
  inTenant(async (trx) => ({
    attention: await listInvoicesNeedingAttention(trx, ACCESS),
    outstanding: await listOutstanding(trx, ACCESS),
    notes: await listCreditNotesByNumber(trx, ACCESS, [note.number]),
  }))

test('what has no invoice yet is no orphan on any page, and is there once it has one', async () => {
  const early: RecordChange[] = [
    { kind: 'credit_note', type: 'upsert', record: note },
    { kind: 'payment', type: 'upsert', record: payment },
  ]
  expect(await apply(...early)).toEqual(['applied', 'applied'])
  const before = await shown()
  expect(before).toEqual({ attention: [], outstanding: [], notes: [] })
  expect(await apply({ kind: 'invoice', type: 'upsert', record: invoice })).toEqual(['applied'])
  const { attention, outstanding, notes } = await shown()
  expect(attention).toMatchObject([{ reason: 'failed', invoice: { number: 'HS-0001' } }])
  expect(outstanding).toMatchObject([{ currency: 'EUR' }])
  const [found] = notes
  const details = await inTenant((trx) => getInvoice(trx, ACCESS, found?.invoiceId ?? ''))
  expect(details.creditNotes).toMatchObject([{ number: note.number }])
  expect(details.payments).toMatchObject([{ failureMessage: 'Refused.' }])
})
