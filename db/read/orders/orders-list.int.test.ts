/** The list of orders: every row once whichever way one pages, and nothing that is not the reader's. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PersonId, TenantId } from '#workflows/contracts/ids.ts'
import { ORDER_STATES } from '#workflows/contracts/orders.ts'
import { createDatabase, type Database } from '../../client.ts'
import { withTenant } from '../../tenant.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts'
import { insertConnection, makeOrder, storeOrders } from '../../testing/orders.ts'
import { insertMember, insertTenant } from '../../testing/rows.ts'
import { exportPages } from '../list/export-pages.ts'
import {
  listOrderRows,
  listOrders,
  type OrdersList,
  type OrdersListInput,
  type OrdersQuery,
} from './orders-list.ts'
import { ORDERS_SORTS } from './orders-sort.ts'
import type { OrdersAccess } from './orders-access.ts'

let database: TestDatabase
let app: Database
let north: TenantId
let south: TenantId
let buyer: PersonId

const FULL: OrdersAccess = { amounts: true, ownOnly: null }
const FIRST: OrdersListInput = {
  view: 'all',
  q: '',
  states: [],
  sites: [],
  placedFrom: null,
  placedTo: null,
  timeZone: 'Europe/Berlin',
  sort: 'changed',
  direction: 'desc',
  cursor: null,
  limit: 7,
}
const day = (offset: number): string =>
  new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)

beforeAll(async () => {
  database = await createTestDatabase()
  app = createDatabase({ url: database.appUrl, name: 'test' })
  const owner = createDatabase({ url: database.ownerUrl, name: 'test' })
  const worker = createDatabase({ url: database.workerUrl, name: 'test' })
  north = await insertTenant(owner, { slug: 'north', timeZone: 'Pacific/Auckland' })
  south = await insertTenant(owner, { slug: 'south' })
  buyer = await insertMember(owner, north, { email: 'buyer@example.com', role: 'admin' })
  const connectionId = await insertConnection(owner)
  // Equal sort keys on purpose: only the id keeps such rows apart.
  const orders = Array.from({ length: 40 }, (_, i) =>
    makeOrder({
      externalId: `N-${String(i).padStart(3, '0')}`,
      state: ORDER_STATES[i % 7] ?? 'received',
      site: i % 4 === 0 ? null : `Site ${i % 4}`,
      title: i === 5 ? '100%_done \\ Überdruckventil' : `Pump ${i}`,
      customerReference: i === 6 ? 'PO-77' : null,
      placedByEmail: i < 3 ? 'buyer@example.com' : null,
      total: { minor: 1_000 + i, currency: i % 2 === 0 ? 'EUR' : 'USD' },
      placedAt: `2026-05-0${1 + (i % 3)}T22:30:00.000Z`,
      changedAt: '2026-05-10T10:00:00.123456Z',
      promisedOn: i % 3 === 0 ? null : day(i - 20),
      firstPromisedOn: i % 3 === 0 ? null : day(i - 20 - (i % 2)),
    }),
  )
  await storeOrders(worker, { tenantId: north, connectionId }, orders)
  const foreign = Array.from({ length: 12 }, (_, i) =>
    makeOrder({ externalId: `S-${i}`, site: 'Secret site', externalCustomerId: 'C-2' }),
  )
  await storeOrders(worker, { tenantId: south, connectionId }, foreign)
  await Promise.all([owner.close(), worker.close()])
})
afterAll(async () => {
  await app.close()
  await database.drop()
})

const list = (
  change: Partial<OrdersListInput> = {},
  access: OrdersAccess = FULL,
  tenantId = north,
): Promise<OrdersList> =>
  withTenant(app, tenantId, (trx) => listOrders(trx, access, { ...FIRST, ...change }), {
    readOnly: true,
  })

const numbers = (page: OrdersList): string[] => page.rows.map((row) => row.number)

describe('paging', () => {
  const combinations = ORDERS_SORTS.flatMap((sort) =>
    (['asc', 'desc'] as const).map((direction) => ({ sort, direction })),
  )
  test.each(combinations)(
    'by $sort $direction meets every row once, and the same way back',
    async (by) => {
      const whole = numbers(await list({ ...by, limit: 100 }))
      expect(new Set(whole).size).toBe(40)
      const forward: string[][] = []
      let page = await list(by)
      expect(page.previous).toBeNull()
      for (;;) {
        forward.push(numbers(page))
        if (page.next === null) break
        page = await list({ ...by, cursor: page.next })
      }
      expect(forward.flat()).toEqual(whole)
      for (let at = forward.length - 2; at >= 0; at--) {
        expect(page.previous).not.toBeNull()
        page = await list({ ...by, cursor: page.previous })
        expect(numbers(page)).toEqual(forward[at])
      }
      expect(page.previous).toBeNull()
    },
  )

  test.each(['asc', 'desc'] as const)(
    'unknown delivery dates come last (%s)',
    async (direction) => {
      const { rows } = await list({ sort: 'delivery', direction, limit: 100 })
      const known = rows.filter((row) => row.promisedOn !== null)
      expect(rows.slice(0, known.length)).toEqual(known)
      expect(known.length).toBeLessThan(rows.length)
    },
  )

  test('states are sorted as an order passes through them', async () => {
    const { rows } = await list({ sort: 'state', direction: 'asc', limit: 100 })
    const ranks = rows.map((row) => ORDER_STATES.indexOf(row.state))
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
  })

  test('a cursor of another sort, an altered one and none at all are refused', async () => {
    const { next } = await list()
    const text = Buffer.from(next ?? '', 'base64url').toString()
    const altered = [
      text.replace('"next"', '"sideways"'),
      text.replace(/"2026-05-10T[^"]*"/, '"2026-02-30T00:00:00.000000Z"'),
      text.replace(/"2026-05-10T[^"]*"/, `"'; drop table orders; --"`),
      text.replace(/[0-9a-f]{8}-/, 'zzzzzzzz-'),
      '[]',
      'null',
    ].map((changed) => Buffer.from(changed).toString('base64url'))
    for (const cursor of [...altered, 'x', '', '%%%']) {
      await expect(list({ cursor })).rejects.toMatchObject({ code: 'invalid_input' })
    }
    await expect(list({ cursor: next, direction: 'asc' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
  })

  test.each([[-1], [0], [1e9], [NaN], [1.9]])(
    'a limit of %d is brought within bounds',
    async (limit) => {
      const { rows } = await list({ limit })
      expect(rows.length).toBeGreaterThan(0)
    },
  )
})

describe('filters', () => {
  test('views count and list the same rows', async () => {
    const all = await list({ limit: 100 })
    for (const view of ['moving', 'late', 'delivered'] as const) {
      const page = await list({ view, limit: 100 })
      expect(page.rows).toHaveLength(all.counts[view])
      expect(page.total.count).toBe(all.counts[view])
      expect(page.counts).toEqual(all.counts)
    }
    expect(all.counts.all).toBe(40)
  })

  test('late rows are open, and say by how many days', async () => {
    const { rows } = await list({ view: 'late', limit: 100 })
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) {
      expect(['delivered', 'cancelled']).not.toContain(row.state)
      expect(row.lateDays).toBeGreaterThan(0)
    }
    const others = await list({ view: 'delivered', limit: 100 })
    expect(others.rows.every((row) => row.lateDays === null)).toBe(true)
  })

  test.each([
    ['100%_done', 1],
    ['%', 1],
    ['_', 1],
    ['\\', 1],
    ['überDRUCK', 1],
    ['po-77', 1],
    ['pump site', 29],
    ['pump \0', 39],
    ['%_%_%_%_%_%', 0],
    ["' or 1=1 --", 0],
    ['x'.repeat(100_000), 0],
  ])('searching for %j takes it by the letter', async (q, count) => {
    expect((await list({ q })).total.count).toBe(count)
  })

  test('dates are days of the member’s zone, and both ends count', async () => {
    const may1 = { placedFrom: '2026-05-01', placedTo: '2026-05-01' }
    // 22:30 UTC is the next day in Berlin.
    expect((await list({ ...may1, timeZone: 'Europe/Berlin' })).total.count).toBe(0)
    expect((await list({ ...may1, timeZone: 'UTC' })).total.count).toBe(14)
    for (const broken of [{ placedFrom: '2026-02-30' }, { ...may1, timeZone: 'Mars/Base' }]) {
      await expect(list(broken)).rejects.toMatchObject({ code: 'invalid_input' })
    }
  })

  test('states and sites narrow the rows but not the choices', async () => {
    const page = await list({ states: ['delivered'], sites: ['Site 1', "'; --"], limit: 100 })
    expect(page.rows.every((row) => row.state === 'delivered' && row.site === 'Site 1')).toBe(true)
    expect(page.facets).toEqual({ sites: ['Site 1', 'Site 2', 'Site 3'], states: ORDER_STATES })
  })
})

describe('access', () => {
  test('sums go by currency and follow the view', async () => {
    const { rows, total } = await list({ view: 'moving', limit: 100 })
    const euros = rows.filter((row) => row.total?.currency === 'EUR')
    expect(total.sums).toEqual([
      { currency: 'EUR', minor: euros.reduce((sum, row) => sum + (row.total?.minor ?? 0), 0) },
      { currency: 'USD', minor: expect.any(Number) as number },
    ])
  })

  test('without the right to see amounts there is none anywhere, nor a way to sort by it', async () => {
    const blind = { amounts: false, ownOnly: null }
    const page = await list({ limit: 100 }, blind)
    expect(page.total).toEqual({ count: 40, sums: null })
    expect(page.counts).toEqual((await list()).counts)
    expect(page.rows.every((row) => row.total === null)).toBe(true)
    await expect(list({ sort: 'total' }, blind)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('scope own: rows, counts and choices are those of the person’s own orders', async () => {
    const page = await list({}, { amounts: true, ownOnly: buyer })
    expect(numbers(page).toSorted()).toEqual(['N-000', 'N-001', 'N-002'])
    expect(page.counts.all).toBe(3)
    expect(page.facets.sites).toEqual(['Site 1', 'Site 2'])
  })

  test('a neighbour’s rows change nothing: no row, count, sum or choice', async () => {
    const page = await list({ limit: 100 }, FULL, south)
    expect(page.counts.all).toBe(12)
    expect(page.facets).toEqual({ sites: ['Secret site'], states: ['confirmed'] })
    expect(JSON.stringify(await list({ limit: 100 }))).not.toMatch(/Secret|S-\d/)
  })

  test('a cursor made in one tenant leads nowhere else', async () => {
    const { next } = await list()
    const page = await list({ cursor: next, limit: 100 }, FULL, south)
    expect(page.rows.every((row) => row.number.startsWith('S-'))).toBe(true)
  })
})

/** Numbers of everything that an export holds, in its order. */
async function exported(query: OrdersQuery): Promise<string[]> {
  const met: string[] = []
  const batches = exportPages(
    (work) => withTenant(app, north, work, { readOnly: true }),
    (trx, page) => listOrderRows(trx, FULL, { ...query, ...page }),
  )
  for await (const rows of batches) met.push(...rows.map((row) => row.number))
  return met
}

test('an export meets every row once, batch by batch', async () => {
  const met = await exported({ ...FIRST, sort: 'number' })
  expect(met).toHaveLength(40)
  expect(new Set(met).size).toBe(40)
})

test('an export of a selection holds those of the own tenant, in the order of the list', async () => {
  const pick = async (tenant: TenantId): Promise<string[]> =>
    (await list({ sort: 'number', direction: 'asc', limit: 3 }, FULL, tenant)).rows.map(
      ({ id }) => id,
    )
  const ids = ['nonsense', ...(await pick(south)), ...(await pick(north)).toReversed()]
  const met = await exported({ ...FIRST, sort: 'number', direction: 'asc', ids })
  expect(met).toEqual(['N-000', 'N-001', 'N-002'])
})
