/** The list of invoices: true states, every row once whichever way one pages, and nothing that is not the reader's. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SHOWN_INVOICE_STATES, type ShownInvoiceState } from '#workflows/contracts/billing.ts'
import type { TenantId } from '#workflows/contracts/ids.ts'
import { createDatabase, type Database } from '../../client.ts'
import { withTenant } from '../../tenant.ts'
import { storeInvoices, storePayments, type InvoiceChange } from '../../testing/billing.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts'
import { insertConnection } from '../../testing/orders.ts'
import { insertTenant } from '../../testing/rows.ts'
import { exportPages } from '../list/export-pages.ts'
import type { InvoicesAccess } from './invoices-access.ts'
import {
  listInvoiceRows,
  listInvoices,
  type InvoicesList,
  type InvoicesListInput,
} from './invoices-list.ts'
import { INVOICES_SORTS } from './invoices-sort.ts'

let database: TestDatabase
let app: Database
let north: TenantId
let south: TenantId

const FULL: InvoicesAccess = { orders: { amounts: true, ownOnly: null }, ownOnly: null }
const NO_ORDERS: InvoicesAccess = { orders: null, ownOnly: null }
const FIRST: InvoicesListInput = {
  view: 'all',
  q: '',
  states: [],
  issuedFrom: null,
  issuedTo: null,
  timeZone: 'Europe/Berlin',
  sort: 'issued',
  direction: 'desc',
  cursor: null,
  limit: 7,
}
const inDays = (days: number): Date => new Date(Date.now() + days * 86_400_000)

/** What the source says, and what follows from it. */
const KINDS: readonly [ShownInvoiceState | 'draft', Partial<InvoiceChange>][] = [
  ['open', { state: 'open', due_at: inDays(9) }],
  ['open', { state: 'open', due_at: null }],
  ['overdue', { state: 'open', due_at: inDays(-3) }],
  ['processing', { state: 'open', due_at: inDays(-3) }],
  ['processing', { state: 'open', due_at: inDays(3), currency: 'USD' }],
  ['paid', { state: 'paid', due_at: inDays(-9), remaining_minor: 0 }],
  ['void', { state: 'void', due_at: inDays(-9) }],
  ['uncollectible', { state: 'uncollectible', due_at: inDays(-90) }],
  ['draft', { state: 'draft', number: null, issued_at: null }],
]
const COUNT = 45

beforeAll(async () => {
  database = await createTestDatabase()
  app = createDatabase({ url: database.appUrl, name: 'test' })
  const owner = createDatabase({ url: database.ownerUrl, name: 'test' })
  const worker = createDatabase({ url: database.workerUrl, name: 'test' })
  north = await insertTenant(owner, { slug: 'north' })
  south = await insertTenant(owner, { slug: 'south' })
  const [connectionId, other] = [
    await insertConnection(owner, 'stripe'),
    await insertConnection(owner, 'stripe'),
  ]
  // Equal sort keys on purpose: only the id keeps such rows apart.
  const kindOf = (i: number) => KINDS[i % KINDS.length] ?? ['open', {}]
  const invoices = Array.from({ length: COUNT }, (_, i) => ({
    external_id: `in_${i}`,
    number: i % 11 === 0 ? null : `N-${String(i % 20).padStart(3, '0')}`,
    description: i === 5 ? '100%_done \\ Überdruckventil' : `Service ${i}`,
    order_number: i === 10 ? 'SO-77' : null,
    total_minor: 1_000 + (i % 5),
    remaining_minor: 500,
    issued_at: i % 7 === 0 ? null : new Date(`2026-05-0${1 + (i % 3)}T22:30:00.123Z`),
    ...kindOf(i)[1],
  }))
  const place = { tenantId: north, connectionId }
  await storeInvoices(worker, place, invoices)
  const processing = invoices.filter((_, i) => kindOf(i)[0] === 'processing')
  await storePayments(worker, place, [
    ...processing.flatMap(({ external_id }) => [
      {
        external_id: `py ${external_id}`,
        invoice_external_id: external_id,
        state: 'processing' as const,
      },
      {
        external_id: `later ${external_id}`,
        invoice_external_id: external_id,
        state: 'failed' as const,
        created_at: new Date('2026-05-06T08:00:00Z'),
      },
    ]),
    // Taken back by the source: it says nothing any more.
    {
      external_id: 'gone',
      invoice_external_id: 'in_2',
      state: 'processing',
      deleted_at: new Date(),
    },
  ])
  // The same id at another account is another invoice.
  const elsewhere = { external_id: 'p', invoice_external_id: 'in_0', state: 'processing' as const }
  await storePayments(worker, { tenantId: north, connectionId: other }, [elsewhere])
  await storePayments(worker, { tenantId: south, connectionId }, [elsewhere])
  await storeInvoices(
    worker,
    { tenantId: south, connectionId },
    Array.from({ length: 12 }, (_, i) => ({ external_id: `in_${i}`, number: `S-${i}` })),
  )
  await Promise.all([owner.close(), worker.close()])
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

const list = (
  change: Partial<InvoicesListInput> = {},
  access = FULL,
  tenantId = north,
): Promise<InvoicesList> =>
  withTenant(app, tenantId, (trx) => listInvoices(trx, access, { ...FIRST, ...change }), {
    readOnly: true,
  })

const ids = (page: InvoicesList): string[] => page.rows.map((row) => row.id)
const SHOWN = COUNT - COUNT / KINDS.length

describe('states', () => {
  test('are what is true, and a draft is nowhere', async () => {
    const { rows, counts, facets } = await list({ limit: 100 })
    const told = Object.groupBy(rows, ({ state }) => state)
    const expected = Object.groupBy(KINDS, ([state]) => state)
    for (const state of SHOWN_INVOICE_STATES) {
      const each = (expected[state]?.length ?? 0) * (COUNT / KINDS.length)
      expect([state, told[state]?.length]).toEqual([state, each])
    }
    expect(rows).toHaveLength(SHOWN)
    expect(counts).toEqual({ all: 40, open: 25, overdue: 5, paid: 5 })
    expect(facets.states).toEqual(SHOWN_INVOICE_STATES)
  })

  test.each(SHOWN_INVOICE_STATES)('can be filtered by: %s', async (state) => {
    const { rows, total, counts } = await list({ states: [state], limit: 100 })
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every((row) => row.state === state)).toBe(true)
    expect([total.count, counts.all]).toEqual([rows.length, rows.length])
  })

  test('the latest payment is told, though an earlier one may still be on its way', async () => {
    const { rows } = await list({ states: ['processing'], limit: 100 })
    expect(rows.every(({ lastPayment }) => lastPayment?.state === 'failed')).toBe(true)
  })
})

describe('paging', () => {
  const combinations = INVOICES_SORTS.flatMap((sort) =>
    (['asc', 'desc'] as const).map((direction) => ({ sort, direction })),
  )
  test.each(combinations)(
    'by $sort $direction meets every row once, and the same way back',
    async (by) => {
      const whole = ids(await list({ ...by, limit: 100 }))
      expect(new Set(whole).size).toBe(SHOWN)
      const forward: string[][] = []
      let page = await list(by)
      for (;;) {
        forward.push(ids(page))
        if (page.next === null) break
        page = await list({ ...by, cursor: page.next })
      }
      expect(forward.flat()).toEqual(whole)
      for (let at = forward.length - 2; at >= 0; at--) {
        page = await list({ ...by, cursor: page.previous })
        expect(ids(page)).toEqual(forward[at])
      }
      expect(page.previous).toBeNull()
    },
  )

  test.each(['asc', 'desc'] as const)('unknown due dates come last (%s)', async (direction) => {
    const { rows } = await list({ sort: 'due', direction, limit: 100 })
    const known = rows.filter((row) => row.dueAt !== null)
    expect(rows.slice(0, known.length)).toEqual(known)
    expect(known.length).toBeLessThan(rows.length)
  })

  test('a cursor of another sort, or of the list of orders, is refused', async () => {
    const { next } = await list()
    await expect(list({ cursor: next, sort: 'due' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    const foreign = Buffer.from(
      Buffer.from(next ?? '', 'base64url')
        .toString()
        .replace('issued', 'placed'),
    ).toString('base64url')
    await expect(list({ cursor: foreign })).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

describe('filters', () => {
  test('views count and list the same rows', async () => {
    const all = await list({ limit: 100 })
    for (const view of ['open', 'overdue', 'paid'] as const) {
      const page = await list({ view, limit: 100 })
      expect(page.rows).toHaveLength(all.counts[view])
      expect(page.total.count).toBe(all.counts[view])
      expect(page.counts).toEqual(all.counts)
    }
  })

  test.each([
    ['100%_done', 1],
    ['überDRUCK', 1],
    ['so-77', 1],
    ["' or 1=1 --", 0],
  ])('searching for %j takes it by the letter', async (q, count) => {
    const page = await list({ q, limit: 100 })
    expect([page.total.count, page.rows.length]).toEqual([count, count])
  })

  test('dates are days of the member’s zone', async () => {
    const may1 = { issuedFrom: '2026-05-01', issuedTo: '2026-05-01', limit: 100 }
    const utc = await list({ ...may1, timeZone: 'UTC' })
    const berlin = await list(may1)
    // 22:30 UTC is the next day in Berlin; without a date of issue that of creation counts.
    expect(utc.rows.length).toBeGreaterThan(berlin.rows.length)
    expect(berlin.rows.every((row) => row.issuedAt === '2026-05-01T08:00:00.000Z')).toBe(true)
    await expect(list({ issuedTo: '2026-02-30' })).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

describe('money', () => {
  test('sums go by currency and follow the view; what is left to pay counts open invoices only', async () => {
    const { rows, total } = await list({ limit: 100 })
    const sum = (currency: string, field: 'total' | 'remaining', only = rows): number =>
      only.reduce((all, row) => all + (row[field].currency === currency ? row[field].minor : 0), 0)
    const due = rows.filter(({ state }) => ['open', 'processing', 'overdue'].includes(state))
    expect(total.sums).toEqual([
      { currency: 'EUR', minor: sum('EUR', 'total') },
      { currency: 'USD', minor: sum('USD', 'total') },
    ])
    expect(total.remaining).toEqual([
      { currency: 'EUR', minor: sum('EUR', 'remaining', due) },
      { currency: 'USD', minor: sum('USD', 'remaining', due) },
    ])
    const overdue = await list({ view: 'overdue', limit: 100 })
    expect(overdue.total.sums).toEqual([
      { currency: 'EUR', minor: sum('EUR', 'total', overdue.rows) },
    ])
    expect((await list({ view: 'paid' })).total.remaining).toEqual([])
  })
})

describe('access', () => {
  test('without a sight of orders no invoice names one, and the search does not find it by it', async () => {
    const page = await list({ limit: 100 }, NO_ORDERS)
    expect(page.rows).toHaveLength(SHOWN)
    expect(page.rows.every(({ orderNumber }) => orderNumber === null)).toBe(true)
    expect((await list({ q: 'SO-77' }, NO_ORDERS)).total.count).toBe(0)
  })

  test('a neighbour’s rows change nothing: no row, count, sum or state', async () => {
    const page = await list({ limit: 100 }, FULL, south)
    expect(page.counts).toEqual({ all: 12, open: 12, overdue: 0, paid: 0 })
    // One of them is being paid: by its own payment, not by that of the same id at the neighbour's.
    expect(
      page.rows.filter(({ state }) => state === 'processing').map((row) => row.number),
    ).toEqual(['S-0'])
    expect(JSON.stringify(await list({ limit: 100 }))).not.toMatch(/"S-\d/)
  })
})

test('an export of a selection holds those of the own tenant, drafts left out', async () => {
  const [own] = (await list({ limit: 1 })).rows
  const [foreign] = (await list({ limit: 1 }, FULL, south)).rows
  const wanted = ['nonsense', foreign?.id ?? '', own?.id ?? '']
  const met: string[] = []
  const batches = exportPages(
    (work) => withTenant(app, north, work, { readOnly: true }),
    (trx, page) => listInvoiceRows(trx, FULL, { ...FIRST, ids: wanted, ...page }),
  )
  for await (const rows of batches) met.push(...rows.map(({ id }) => id))
  expect(met).toEqual([own?.id])
})
