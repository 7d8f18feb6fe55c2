/** Above the list of invoices: search, filters, sorting on phones. */
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { FreshnessView } from '../api.ts'
import type { InvoiceRow, InvoicesPage } from '../billing-api.ts'
import { FilterBar } from '../list/filter/filter-bar.tsx'
import { PhoneTools } from '../list/filter/phone-tools.tsx'
import type { HeldRows } from '../list/hold-rows.ts'
import { ListSearch } from '../list/list-search.tsx'
import { ListTools } from '../list/list-tools.tsx'
import { useListNavigation } from '../list/use-list-navigation.ts'
import { useInvoicesFilters } from './filter/use-invoices-filters.tsx'
import { INVOICE_SORTS, invoicesList, toSearch, type InvoicesQuery } from './invoices-query.ts'

interface InvoicesToolsProps {
  query: InvoicesQuery
  page: InvoicesPage
  freshness: FreshnessView | undefined
  held: HeldRows<InvoiceRow>
}

export function InvoicesTools({ query, page, freshness, held }: InvoicesToolsProps) {
  const text = useText()
  const format = useFormat()
  const go = useListNavigation(toSearch)
  const onChange = (next: InvoicesQuery) => go(next)
  const filters = useInvoicesFilters({ query, facets: page.facets, onChange })
  const { count } = page.total
  return (
    <ListTools
      freshness={freshness}
      waiting={held.waiting}
      onShowWaiting={held.showAll}
      search={
        <ListSearch
          label={text('invoices.search')}
          q={query.q}
          onSearch={(q) => go(invoicesList.changeQuery(query, { q }), { replace: true })}
        />
      }
      filters={<FilterBar filters={filters} />}
      phone={
        <PhoneTools
          filters={filters}
          apply={text('invoices.filter.apply', { count, number: format.number(count) })}
          sort={{
            sorts: INVOICE_SORTS,
            current: query.sort,
            direction: query.direction,
            label: (sort) => text(`invoices.sort.${sort}`),
            onSort: (sort) => go(invoicesList.sortedBy(query, sort)),
          }}
        />
      }
    />
  )
}
