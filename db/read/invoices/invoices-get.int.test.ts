/** Single invoices, what they amount to, and the company they are made out to: whole, and not there for others. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, type RecordId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from '../../client.ts'
import { withTenant } from '../../tenant.ts'
import { storeCompany, storeInvoices, storePayments, type Place } from '../../testing/billing.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts'
import { insertConnection, makeOrder, storeOrders } from '../../testing/orders.ts'
import { insertTenant } from '../../testing/rows.ts'
import { listBillingDetails } from '../company/billing-customers.ts'
import { getCompany } from '../company/company-get.ts'
import type { InvoicesAccess } from './invoices-access.ts'
import { listInvoicesNeedingAttention } from './invoices-attention.ts'
import { getInvoice } from './invoices-get.ts'
import { listInvoicesOfOrder } from './invoices-of-order.ts'
import { listOutstanding } from './outstanding.ts'

let database: TestDatabase
let app: Database
let worker: Database
let north: Place
let south: Place
const idOf = new Map<string, RecordId>()

const FULL: InvoicesAccess = { orders: { amounts: true, ownOnly: null }, ownOnly: null }
const NO_ORDERS: InvoicesAccess = { orders: null, ownOnly: null }
const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000)

const INVOICES = [
  {
    external_id: 'split',
    order_number: 'SO-1',
    due_at: inDays(-4),
    remaining_minor: 60,
    paid_minor: 59,
    hosted_url: 'https://pay.example.com/split',
    pdf_url: 'https://pay.example.com/split.pdf',
  },
  { external_id: 'failed', due_at: inDays(40) },
  { external_id: 'old', due_at: inDays(-45), currency: 'CHF' },
  { external_id: 'soon', due_at: inDays(3), order_number: 'SO-1' },
  { external_id: 'far', due_at: inDays(30) },
  { external_id: 'on its way', due_at: inDays(-2), remaining_minor: 1_000 },
  { external_id: 'paid', state: 'paid' as const, remaining_minor: 0 },
  { external_id: 'draft', state: 'draft' as const, order_number: 'SO-1' },
  { external_id: 'deleted', deleted_at: new Date() },
]

beforeAll(async () => {
  database = await createTestDatabase()
  app = createDatabase({ url: database.appUrl, name: 'test' })
  worker = createDatabase({ url: database.workerUrl, name: 'test' })
  const owner = createDatabase({ url: database.ownerUrl, name: 'test' })
  const connectionId = await insertConnection(owner, 'stripe')
  const orders = await insertConnection(owner)
  north = { tenantId: await insertTenant(owner, { slug: 'north' }), connectionId }
  south = { tenantId: await insertTenant(owner, { slug: 'south' }), connectionId }
  await owner.close()
  const stored = await storeInvoices(worker, north, INVOICES)
  INVOICES.forEach(({ external_id }, at) => idOf.set(external_id, stored[at] ?? newId()))
  await storeInvoices(worker, south, [{ external_id: 'split', order_number: 'SO-1' }])
  await storeLines(idOf.get('split') ?? newId())
  await storePayments(worker, north, [
    {
      external_id: 'p1',
      invoice_external_id: 'split',
      amount_minor: 59,
      refunded_minor: 9,
      method_label: 'visa ····4242',
      receipt_url: 'https://pay.example.com/receipt',
    },
    {
      external_id: 'p2',
      invoice_external_id: 'failed',
      state: 'failed',
      failure_message: 'Your card was declined.',
    },
    { external_id: 'p3', invoice_external_id: 'on its way', state: 'processing' },
  ])
  for (const place of [north, south]) {
    await storeOrders(worker, { ...place, connectionId: orders }, [
      makeOrder({ externalId: 'SO-1', title: `Pump of ${place.tenantId}` }),
    ])
    await storeCompany(worker, place, `Company of ${place.tenantId}`)
  }
})
afterAll(async () => {
  await Promise.all([app.close(), worker.close()])
  await database.drop()
})

const storeLines = (invoiceId: RecordId): Promise<unknown> =>
  withTenant(worker, north.tenantId, (trx) =>
    trx
      .insertInto('invoice_lines')
      .values(
        [2, 1].map((position) => ({
          tenant_id: north.tenantId,
          invoice_id: invoiceId,
          external_id: `il_${position}`,
          position,
          description: `Service ${position}`,
          quantity: position === 1 ? '1.250' : null,
          unit_price_minor: position === 1 ? 80 : null,
          amount_minor: position * 10,
          period_start: position === 1 ? new Date('2026-04-01T00:00:00Z') : null,
          period_end: null,
        })),
      )
      .execute(),
  )

const inNorth: <T>(work: Parameters<typeof withTenant<T>>[2]) => Promise<T> = (work) =>
  withTenant(app, north.tenantId, work, { readOnly: true })
const get = (externalId: string, access = FULL) =>
  inNorth((trx) => getInvoice(trx, access, idOf.get(externalId) ?? ''))

test('an invoice comes with lines, payments and the order it is for', async () => {
  const invoice = await get('split')
  expect(invoice).toMatchObject({
    state: 'overdue',
    orderNumber: 'SO-1',
    remaining: { minor: 60, currency: 'EUR' },
    paid: { minor: 59, currency: 'EUR' },
    hostedUrl: 'https://pay.example.com/split',
  })
  expect(invoice.lines).toEqual([
    {
      position: 1,
      description: 'Service 1',
      quantity: '1.250',
      unitPrice: { minor: 80, currency: 'EUR' },
      amount: { minor: 10, currency: 'EUR' },
      periodStart: '2026-04-01T00:00:00.000Z',
      periodEnd: null,
    },
    expect.objectContaining({ position: 2, quantity: null, unitPrice: null }),
  ])
  expect(invoice.payments).toEqual([
    {
      id: expect.any(String) as string,
      state: 'succeeded',
      methodLabel: 'visa ····4242',
      receiptUrl: 'https://pay.example.com/receipt',
      failureMessage: null,
      createdAt: '2026-05-05T08:00:00.000Z',
      amount: { minor: 59, currency: 'EUR' },
      refunded: { minor: 9, currency: 'EUR' },
    },
  ])
  expect(invoice.orders).toMatchObject([{ number: 'SO-1', title: `Pump of ${north.tenantId}` }])
})

test('whoever sees no orders sees none here, and of scope own only the own', async () => {
  expect(await get('split', NO_ORDERS)).toMatchObject({ orderNumber: null, orders: [] })
  const own = await get('split', { orders: { amounts: true, ownOnly: newId() }, ownOnly: null })
  expect(own.orders).toEqual([])
})

test('foreign, unknown, malformed and deleted invoices and drafts are refused in the same words', async () => {
  const own = idOf.get('split') ?? ''
  const refusals = await Promise.all(
    [
      withTenant(app, south.tenantId, (trx) => getInvoice(trx, FULL, own)),
      get('draft'),
      get('deleted'),
      get('never stored'),
      inNorth((trx) => getInvoice(trx, FULL, newId())),
      inNorth((trx) => getInvoice(trx, FULL, "1' or '1'='1")),
    ].map((read) => read.catch((error: unknown) => error)),
  )
  for (const refusal of refusals) {
    expect(refusal).toMatchObject({ code: 'not_found', message: 'This invoice does not exist.' })
  }
})

test('an order lists its invoices, without drafts and those of others', async () => {
  const invoices = await inNorth((trx) => listInvoicesOfOrder(trx, FULL, 'SO-1'))
  expect(invoices.map(({ number }) => number).toSorted()).toEqual(['soon', 'split'])
})

test('attention goes to failed payments first, then by the date; what is being paid needs nobody', async () => {
  const entries = await inNorth((trx) => listInvoicesNeedingAttention(trx, FULL))
  expect(entries.map(({ invoice, reason }) => [invoice.number, reason])).toEqual([
    ['failed', 'failed'],
    ['old', 'overdue'],
    ['split', 'overdue'],
    ['soon', 'due_soon'],
  ])
})

test('what is outstanding is told by currency and age', async () => {
  expect(await inNorth((trx) => listOutstanding(trx, FULL))).toEqual([
    {
      currency: 'EUR',
      minor: 60 + 3 * 119 + 1_000,
      count: 5,
      ages: { processing: 1_000, not_due: 3 * 119, late: 60, very_late: 0 },
    },
    {
      currency: 'CHF',
      minor: 119,
      count: 1,
      ages: { processing: 0, not_due: 0, late: 0, very_late: 119 },
    },
  ])
})

test('the company comes with its people and with those whose company has not arrived', async () => {
  const { companies, contacts, contactCount } = await inNorth(getCompany)
  expect(companies).toMatchObject([
    { name: `Company of ${north.tenantId}`, address: { city: 'Kassel', street: null } },
  ])
  expect(contacts.map(({ name, companyId }) => [name, companyId])).toEqual([
    ['Abel', null],
    ['Zoe', companies[0]?.id],
  ])
  expect(contactCount).toBe(2)
  expect(await inNorth(listBillingDetails)).toMatchObject([
    { name: `Company of ${north.tenantId}`, taxIds: ['DE123456789'] },
  ])
})
