/** The controls of a filter, fetched with the panel they stand in. */
import { createLazyPart } from '#web/ui/float/lazy-part.tsx'
import type { OrdersFilterName, OrdersQuery } from '../orders-query.ts'
import type { OrdersFilterProps } from './use-orders-filters.tsx'

export interface FilterFieldsProps extends Omit<OrdersFilterProps, 'onChange'> {
  name: OrdersFilterName
  /** The list itself knows what follows from it: these controls come without it. */
  onChange: (change: Partial<OrdersQuery>) => void
}

const fields = createLazyPart<FilterFieldsProps>(() => import('./filter-fields.tsx'))

export const preloadFilters = (): void => fields.preload()

export const LazyFilterFields = fields.Part
