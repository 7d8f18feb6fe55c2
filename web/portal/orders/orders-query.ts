/** The list of orders in the URL: its views, sorts and filters. */
import { ORDER_STATES, type OrderState } from '#workflows/contracts/orders.ts'
import { createListCodec, dateOrNull, setDate, type ListQuery } from '../list/list-query.ts'

export const ORDER_VIEWS = ['all', 'moving', 'late', 'delivered'] as const
export type OrderViewName = (typeof ORDER_VIEWS)[number]

export const ORDER_SORTS = ['number', 'state', 'delivery', 'total', 'changed', 'placed'] as const
export type OrderSort = (typeof ORDER_SORTS)[number]

interface OrdersFilters {
  states: OrderState[]
  sites: string[]
  /** `YYYY-MM-DD`, inclusive, in the member's zone. */
  placedFrom: string | null
  placedTo: string | null
}

export type OrdersQuery = ListQuery<OrderViewName, OrderSort> & OrdersFilters
export type OrdersFilterName = 'state' | 'site' | 'placed'

const MAX_SITES = 20

export const ordersList = createListCodec<
  OrderViewName,
  OrderSort,
  OrdersFilters,
  OrdersFilterName
>({
  views: ORDER_VIEWS,
  sorts: ORDER_SORTS,
  descendingFirst: ['changed', 'placed', 'total'],
  // Open orders are read by when they arrive, everything else by what changed last.
  defaultSort: (view) =>
    view === 'moving' || view === 'late'
      ? { sort: 'delivery', direction: 'asc' }
      : { sort: 'changed', direction: 'desc' },
  off: { states: [], sites: [], placedFrom: null, placedTo: null },
  filters: { state: ['states'], site: ['sites'], placed: ['placedFrom', 'placedTo'] },
  readFilters: (params) => ({
    states: ORDER_STATES.filter((state) => params.getAll('state').includes(state)),
    sites: [...new Set(params.getAll('site'))].filter((site) => site !== '').slice(0, MAX_SITES),
    placedFrom: dateOrNull(params.get('from')),
    placedTo: dateOrNull(params.get('to')),
  }),
  writeFilters: ({ states, sites, placedFrom, placedTo }, params) => {
    for (const state of states) params.append('state', state)
    for (const site of sites) params.append('site', site)
    setDate(params, 'from', placedFrom)
    setDate(params, 'to', placedTo)
  },
})

export const { read: readOrdersQuery, toSearch } = ordersList
