/** Above the list of invoices: search, filters, sorting on phones. */
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { FreshnessView } from '../api.ts'
import type { InvoiceRow, InvoicesPage } from '../billing-api.ts'
import type { HeldRows } from '../list/hold-rows.ts'
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
  const filters = useInvoicesFilters({ query, facets: page.facets, onChange: go })
  const { count } = page.total
  return (
    <ListTools
      codec={invoicesList}
      {...{ query, go, filters, held }}
      sorts={INVOICE_SORTS}
      words={{
        search: text('invoices.search'),
        apply: text('invoices.filter.apply', { count, number: format.number(count) }),
        sort: (sort) => text(`invoices.sort.${sort}`),
      }}
      freshness={freshness}
    />
  )
}
