/**
 * The state of a list as it stands in the URL. Unknown or broken values fall back to the default, so an old or
 * hand-made link always opens a list. Each list describes itself once; pages and the CSV route read the same codec.
 */
export const PAGE_SIZES = [25, 50, 100] as const
const DEFAULT_SIZE = 50
const MAX_SEARCH = 100
const MAX_CURSOR = 600

export interface ListQuery<View extends string, Sort extends string> {
  view: View
  /** Words to search for; empty: no search. */
  q: string
  sort: Sort
  direction: 'asc' | 'desc'
  /** Opaque; carries its own direction of paging. */
  cursor: string | null
  limit: number
}

/** What parts of any list need of its codec. */
export interface ListCodec<View extends string, Query> {
  toSearch: (query: Query) => string
  changeView: (query: Query, view: View) => Query
  pageAt: (query: Query, cursor: string | null) => Query
  sized: (query: Query, limit: number) => Query
}

/** What searching and sorting need of it. */
export interface SearchCodec<Sort extends string, Query> {
  toSearch: (query: Query) => string
  changeQuery: (query: Query, change: { q: string }) => Query
  sortedBy: (query: Query, sort: Sort) => Query
}

/** Why nothing is shown: what is searched for or filtered by, else the view; with the ways out as query strings. */
export interface WhyEmpty<View extends string> {
  view: View
  filtered: { q: string; clear: string } | null
  all: string
}

type SortChoice<Sort extends string> = Pick<ListQuery<string, Sort>, 'sort' | 'direction'>

export interface ListDefinition<
  View extends string,
  Sort extends string,
  Filters extends object,
  Name extends string,
> {
  /** The first one is the default. */
  views: readonly [View, ...View[]]
  sorts: readonly Sort[]
  /** Those whose first press puts the greatest or latest on top. */
  descendingFirst: readonly Sort[]
  defaultSort: (view: View) => SortChoice<Sort>
  /** Every filter off: an empty list or null for each value. */
  off: Filters
  /** The filters in the order in which they are offered, with the values each is made of. */
  filters: Readonly<Record<Name, readonly (keyof Filters)[]>>
  readFilters: (params: URLSearchParams) => Filters
  writeFilters: (filters: Filters, params: URLSearchParams) => void
}

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

export const dateOrNull = (value: string | null): string | null =>
  value !== null && DATE.test(value) ? value : null

export const setDate = (params: URLSearchParams, name: string, date: string | null): void => {
  if (date !== null) params.set(name, date)
}

const oneOf = <T extends string>(list: readonly T[], value: string | null): T | null =>
  list.find((item) => item === value) ?? null

/** @example export const ordersList = createListCodec({ views: ['all', 'late'], … }) */
export function createListCodec<
  View extends string,
  Sort extends string,
  Filters extends object,
  Name extends string,
>(definition: ListDefinition<View, Sort, Filters, Name>) {
  type Query = ListQuery<View, Sort> & Filters
  const reading = createReading(definition)
  const filters = createFilters(definition)

  /** A change of anything but the page starts again at the first page. */
  const changeQuery = (query: Query, change: Partial<Query>): Query => ({
    ...query,
    cursor: null,
    ...change,
  })
  /** A change of view keeps search and filters, and takes the view's own order. */
  const changeView = (query: Query, view: View): Query => ({
    ...query,
    cursor: null,
    view,
    ...definition.defaultSort(view),
  })
  /** The query string with its question mark, or nothing when everything is at its default. */
  const toSearch = (query: Query): string => {
    const text = reading.write(query).toString()
    return text === '' ? '' : `?${text}`
  }
  return {
    ...reading,
    ...filters,
    changeQuery,
    /** Where a press on a heading leads: to this column, or to its other direction. */
    sortedBy: (query: Query, sort: Sort): Query => {
      const first = definition.descendingFirst.includes(sort) ? 'desc' : 'asc'
      const other = query.direction === 'asc' ? 'desc' : 'asc'
      const direction = query.sort === sort ? other : first
      return { ...query, cursor: null, sort, direction }
    },
    pageAt: (query: Query, cursor: string | null): Query => ({ ...query, cursor }),
    sized: (query: Query, limit: number): Query => ({ ...query, cursor: null, limit }),
    changeView,
    toSearch,
    whyEmpty: (query: Query): WhyEmpty<View> => ({
      view: query.view,
      filtered: filters.hasFilters(query)
        ? { q: query.q, clear: toSearch(filters.clearFilters(query)) }
        : null,
      all: toSearch(changeView(query, definition.views[0])),
    }),
  }
}

function createReading<View extends string, Sort extends string, Filters extends object>(
  definition: Omit<ListDefinition<View, Sort, Filters, never>, 'filters'>,
) {
  const { views, sorts, defaultSort } = definition
  const readSort = (params: URLSearchParams, view: View): SortChoice<Sort> => {
    const [name, direction] = (params.get('sort') ?? '').split('.')
    const sort = oneOf(sorts, name ?? null)
    if (sort === null) return defaultSort(view)
    return { sort, direction: direction === 'desc' ? 'desc' : 'asc' }
  }
  return {
    read: (params: URLSearchParams): ListQuery<View, Sort> & Filters => {
      const view = oneOf(views, params.get('view')) ?? views[0]
      const size = Number(params.get('size'))
      const cursor = params.get('page')
      return {
        view,
        q: (params.get('q') ?? '').trim().slice(0, MAX_SEARCH),
        ...definition.readFilters(params),
        ...readSort(params, view),
        cursor: cursor !== null && cursor !== '' && cursor.length <= MAX_CURSOR ? cursor : null,
        limit: PAGE_SIZES.find((known) => known === size) ?? DEFAULT_SIZE,
      }
    },
    /** Only what differs from the defaults, so that links stay short and equal states have equal URLs. */
    write: (query: ListQuery<View, Sort> & Filters): URLSearchParams => {
      const params = new URLSearchParams()
      if (query.view !== views[0]) params.set('view', query.view)
      if (query.q !== '') params.set('q', query.q)
      definition.writeFilters(query, params)
      const usual = defaultSort(query.view)
      if (query.sort !== usual.sort || query.direction !== usual.direction) {
        params.set('sort', `${query.sort}.${query.direction}`)
      }
      if (query.limit !== DEFAULT_SIZE) params.set('size', String(query.limit))
      if (query.cursor !== null) params.set('page', query.cursor)
      return params
    },
  }
}

function createFilters<
  View extends string,
  Sort extends string,
  Filters extends object,
  Name extends string,
>({ off, filters }: ListDefinition<View, Sort, Filters, Name>) {
  type Query = ListQuery<View, Sort> & Filters
  const names = Object.keys(filters) as Name[]
  const isOn = (query: Query, name: Name): boolean =>
    filters[name].some((key) => {
      const value: unknown = query[key]
      return Array.isArray(value) ? value.length > 0 : value !== null
    })
  const countFilters = (query: Query): number => names.filter((name) => isOn(query, name)).length
  return {
    filterNames: names,
    isOn,
    withoutFilter: (query: Query, name: Name): Query => {
      const next = { ...query, cursor: null }
      for (const key of filters[name]) Object.assign(next, { [key]: off[key] })
      return next
    },
    /** Filters without the search, as the phone's filter button counts them. */
    countFilters,
    hasFilters: (query: Query): boolean => query.q !== '' || countFilters(query) > 0,
    clearFilters: (query: Query): Query => ({ ...query, q: '', cursor: null, ...off }),
  }
}
