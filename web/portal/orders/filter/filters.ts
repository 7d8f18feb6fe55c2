/** The filters of the list, in the order in which they are offered. */
import type { OrdersPage } from '../../api.ts'
import type { OrdersQuery } from '../orders-query.ts'

export const FILTERS = ['state', 'site', 'placed'] as const
export type FilterName = (typeof FILTERS)[number]

export interface FilterProps {
  query: OrdersQuery
  facets: OrdersPage['facets']
  onChange: (query: OrdersQuery) => void
}
