/** Above the list of orders: search, filters, sorting on phones. */
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { FreshnessView, OrderRow, OrdersPage } from '../api.ts'
import { FilterBar } from '../list/filter/filter-bar.tsx'
import { PhoneTools } from '../list/filter/phone-tools.tsx'
import type { HeldRows } from '../list/hold-rows.ts'
import { ListSearch } from '../list/list-search.tsx'
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
  const onChange = (next: OrdersQuery) => go(next)
  const filters = useOrdersFilters({ query, facets: page.facets, onChange })
  const { count } = page.total
  return (
    <ListTools
      freshness={freshness}
      waiting={held.waiting}
      onShowWaiting={held.showAll}
      search={
        <ListSearch
          label={text('orders.search')}
          q={query.q}
          onSearch={(q) => go(ordersList.changeQuery(query, { q }), { replace: true })}
        />
      }
      filters={<FilterBar filters={filters} />}
      phone={
        <PhoneTools
          filters={filters}
          apply={text('orders.filter.apply', { count, number: format.number(count) })}
          sort={{
            sorts: ORDER_SORTS.filter((sort) => amounts || sort !== 'total'),
            current: query.sort,
            direction: query.direction,
            label: (sort) => text(`orders.sort.${sort}`),
            onSort: (sort) => go(ordersList.sortedBy(query, sort)),
          }}
        />
      }
    />
  )
}
