/** Above the list of orders: search, filters, sorting on phones. */
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { FreshnessView, OrderRow, OrdersPage } from '../api.ts'
import type { HeldRows } from '../list/hold-rows.ts'
import { ListTools } from '../list/list-tools.tsx'
import { useListNavigation } from '../list/use-list-navigation.ts'
import { useOrdersFilters } from './filter/use-orders-filters.tsx'
import { ORDER_SORTS, ordersList, toSearch, type OrdersQuery } from './orders-query.ts'

interface OrdersToolsProps {
  query: OrdersQuery
  page: OrdersPage
  freshness: FreshnessView | undefined
  amounts: boolean
  held: HeldRows<OrderRow>
}

export function OrdersTools({ query, page, freshness, amounts, held }: OrdersToolsProps) {
  const text = useText()
  const format = useFormat()
  const go = useListNavigation(toSearch)
  const filters = useOrdersFilters({ query, facets: page.facets, onChange: go })
  const { count } = page.total
  return (
    <ListTools
      codec={ordersList}
      {...{ query, go, filters, held }}
      sorts={ORDER_SORTS.filter((sort) => amounts || sort !== 'total')}
      words={{
        search: text('orders.search'),
        apply: text('orders.filter.apply', { count, number: format.number(count) }),
        sort: (sort) => text(`orders.sort.${sort}`),
      }}
      freshness={freshness}
    />
  )
}
