import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ORDER_STATES } from '#workflows/contracts/orders.ts'
import { PAGE_SIZES } from '../list/list-query.ts'
import { ORDER_SORTS, ORDER_VIEWS, ordersList, type OrdersQuery } from './orders-query.ts'

const { changeQuery, changeView, clearFilters, countFilters, sortedBy, toSearch, write } =
  ordersList
const read = (search: string) => ordersList.read(new URLSearchParams(search))

const anyDate = fc.option(
  fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-28'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
)
const anyQuery: fc.Arbitrary<OrdersQuery> = fc.record({
  view: fc.constantFrom(...ORDER_VIEWS),
  q: fc.string({ maxLength: 100 }).map((words) => words.trim()),
  states: fc.subarray([...ORDER_STATES]),
  sites: fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 5 }),
  placedFrom: anyDate,
  placedTo: anyDate,
  sort: fc.constantFrom(...ORDER_SORTS),
  direction: fc.constantFrom('asc' as const, 'desc' as const),
  cursor: fc.option(fc.string({ minLength: 1, maxLength: 600 })),
  limit: fc.constantFrom(...PAGE_SIZES),
})

describe('the list in the URL', () => {
  test('comes back as it was written', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(read(write(query).toString())).toEqual(query)
      }),
    )
  })

  test('says nothing about defaults', () => {
    expect(toSearch(read(''))).toBe('')
    expect(toSearch(read('?view=moving&sort=delivery.asc&size=50'))).toBe('?view=moving')
  })

  test.each([
    'view=secret&sort=password.desc&size=100000&state=lost&from=2026-13-01&to=yesterday',
    'sort=.&size=NaN&page=&site=&q=%20%20',
    `page=${'x'.repeat(601)}`,
  ])('falls back to the default for what it does not know: %s', (search) => {
    expect(read(search)).toEqual(read(''))
  })

  test('cuts an endless search', () => {
    expect(read(`q=${'x'.repeat(5000)}`).q).toHaveLength(100)
  })
})

describe('a change of the list', () => {
  const query = read('?view=late&q=pump&state=packed&site=North&from=2026-09-01&page=abc')

  test('starts again at the first page', () => {
    expect(changeQuery(query, { q: 'valve' }).cursor).toBeNull()
    expect(changeQuery(query, { cursor: 'next' }).cursor).toBe('next')
  })

  test('of the view keeps search and filters and takes the order of the view', () => {
    const all = changeView(query, 'all')
    expect(all).toMatchObject({ q: 'pump', states: ['packed'], sort: 'changed', direction: 'desc' })
  })

  test('of the sort turns around on the second press', () => {
    const first = sortedBy(query, 'total')
    expect([first.direction, sortedBy(first, 'total').direction]).toEqual(['desc', 'asc'])
  })

  test('counts and clears what is on', () => {
    expect(countFilters(query)).toBe(3)
    expect(toSearch(clearFilters(query))).toBe('?view=late')
    expect(toSearch(ordersList.withoutFilter(query, 'placed'))).toBe(
      '?view=late&q=pump&state=packed&site=North',
    )
  })
})
