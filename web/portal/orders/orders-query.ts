/**
 * The state of the orders list as it stands in the URL. Unknown or broken values fall back to the default,
 * so an old or hand-made link always opens a list. The CSV route reads the same codec.
 */
import { ORDER_STATES, type OrderState } from '#workflows/contracts/orders.ts'

export const ORDER_VIEWS = ['all', 'moving', 'late', 'delivered'] as const
export type OrderViewName = (typeof ORDER_VIEWS)[number]

export const ORDER_SORTS = ['number', 'state', 'delivery', 'total', 'changed', 'placed'] as const
export type OrderSort = (typeof ORDER_SORTS)[number]

export const PAGE_SIZES = [25, 50, 100] as const
const DEFAULT_SIZE = 50
const MAX_SEARCH = 100
const MAX_CURSOR = 600

export interface OrdersQuery {
  view: OrderViewName
  /** Words to search for; empty: no search. */
  q: string
  states: OrderState[]
  sites: string[]
  /** `YYYY-MM-DD`, inclusive, in the member's zone. */
  placedFrom: string | null
  placedTo: string | null
  sort: OrderSort
  direction: 'asc' | 'desc'
  /** Opaque; carries its own direction of paging. */
  cursor: string | null
  limit: number
}

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

/** Open orders are read by when they arrive, everything else by what changed last. */
export function defaultSort(view: OrderViewName): Pick<OrdersQuery, 'sort' | 'direction'> {
  return view === 'moving' || view === 'late'
    ? { sort: 'delivery', direction: 'asc' }
    : { sort: 'changed', direction: 'desc' }
}

const oneOf = <T extends string>(list: readonly T[], value: string | null): T | null =>
  list.find((item) => item === value) ?? null

const dateOrNull = (value: string | null): string | null =>
  value !== null && DATE.test(value) ? value : null

function readSort(params: URLSearchParams, view: OrderViewName) {
  const [name, direction] = (params.get('sort') ?? '').split('.')
  const sort = oneOf(ORDER_SORTS, name ?? null)
  if (sort === null) return defaultSort(view)
  return { sort, direction: direction === 'desc' ? ('desc' as const) : ('asc' as const) }
}

export function readOrdersQuery(params: URLSearchParams): OrdersQuery {
  const view = oneOf(ORDER_VIEWS, params.get('view')) ?? 'all'
  const size = Number(params.get('size'))
  const cursor = params.get('page')
  return {
    view,
    q: (params.get('q') ?? '').trim().slice(0, MAX_SEARCH),
    states: ORDER_STATES.filter((state) => params.getAll('state').includes(state)),
    sites: [...new Set(params.getAll('site'))].filter((site) => site !== '').slice(0, 20),
    placedFrom: dateOrNull(params.get('from')),
    placedTo: dateOrNull(params.get('to')),
    ...readSort(params, view),
    cursor: cursor !== null && cursor !== '' && cursor.length <= MAX_CURSOR ? cursor : null,
    limit: PAGE_SIZES.find((known) => known === size) ?? DEFAULT_SIZE,
  }
}

/** Only what differs from the defaults, so that links stay short and equal states have equal URLs. */
export function writeOrdersQuery(query: OrdersQuery): URLSearchParams {
  const params = new URLSearchParams()
  if (query.view !== 'all') params.set('view', query.view)
  if (query.q !== '') params.set('q', query.q)
  for (const state of query.states) params.append('state', state)
  for (const site of query.sites) params.append('site', site)
  if (query.placedFrom !== null) params.set('from', query.placedFrom)
  if (query.placedTo !== null) params.set('to', query.placedTo)
  const usual = defaultSort(query.view)
  if (query.sort !== usual.sort || query.direction !== usual.direction) {
    params.set('sort', `${query.sort}.${query.direction}`)
  }
  if (query.limit !== DEFAULT_SIZE) params.set('size', String(query.limit))
  if (query.cursor !== null) params.set('page', query.cursor)
  return params
}

/** A change of anything but the page starts again at the first page. */
export function changeQuery(query: OrdersQuery, change: Partial<OrdersQuery>): OrdersQuery {
  return { ...query, cursor: null, ...change }
}

/** Where a press on a heading leads: to this column, or to its other direction. */
export function sortedBy(query: OrdersQuery, sort: OrderSort): OrdersQuery {
  const first = sort === 'changed' || sort === 'placed' || sort === 'total' ? 'desc' : 'asc'
  const other = query.direction === 'asc' ? 'desc' : 'asc'
  return changeQuery(query, { sort, direction: query.sort === sort ? other : first })
}

/** A change of view keeps search and filters, and takes the view's own order. */
export function changeView(query: OrdersQuery, view: OrderViewName): OrdersQuery {
  return changeQuery(query, { view, ...defaultSort(view) })
}

export const hasFilters = (query: OrdersQuery): boolean => query.q !== '' || countFilters(query) > 0

/** Filters without the search, as the phone's filter button counts them. */
export const countFilters = (query: OrdersQuery): number =>
  (query.states.length > 0 ? 1 : 0) +
  (query.sites.length > 0 ? 1 : 0) +
  (query.placedFrom !== null || query.placedTo !== null ? 1 : 0)

export const clearFilters = (query: OrdersQuery): OrdersQuery =>
  changeQuery(query, { q: '', states: [], sites: [], placedFrom: null, placedTo: null })

/** The query string with its question mark, or nothing when everything is at its default. */
export function toSearch(query: OrdersQuery): string {
  const text = writeOrdersQuery(query).toString()
  return text === '' ? '' : `?${text}`
}
