/** The filters of the list of orders: their names, what they say when they are on, and their controls. */
import { useText } from '#web/ui/text/use-text.tsx'
import type { OrdersPage } from '../../api.ts'
import { useFilterText, type ListFilters } from '../../list/filter/list-filters.ts'
import { ordersList, type OrdersFilterName, type OrdersQuery } from '../orders-query.ts'
import { LazyFilterFields, preloadFilters } from './lazy-filter-fields.ts'

export interface OrdersFilterProps {
  query: OrdersQuery
  facets: OrdersPage['facets']
  onChange: (query: OrdersQuery) => void
}

export function useOrdersFilters(props: OrdersFilterProps): ListFilters<OrdersFilterName> {
  const { query, facets, onChange } = props
  const text = useText()
  const { several, between } = useFilterText()
  return {
    names: ordersList.filterNames,
    label: (name) => text(`orders.filter.${name}`),
    words: (name) => {
      if (name === 'state') {
        return several(query.states.map((state) => text(`common.state.${state}`)))
      }
      return name === 'site' ? several(query.sites) : between(query.placedFrom, query.placedTo)
    },
    onRemove: (name) => onChange(ordersList.withoutFilter(query, name)),
    onClear: () => onChange(ordersList.clearFilters(query)),
    fields: (name) => (
      <LazyFilterFields
        {...{ name, query, facets }}
        onChange={(change) => onChange(ordersList.changeQuery(query, change))}
      />
    ),
    preload: preloadFilters,
  }
}
