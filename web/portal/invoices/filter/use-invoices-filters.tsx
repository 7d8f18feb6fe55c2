/** The filters of the list of invoices: their names, what they say when they are on, and their controls. */
import { useText } from '#web/ui/text/use-text.tsx'
import type { InvoicesPage } from '../../billing-api.ts'
import { useFilterText, type ListFilters } from '../../list/filter/list-filters.ts'
import { invoicesList, type InvoicesFilterName, type InvoicesQuery } from '../invoices-query.ts'
import { LazyFilterFields, preloadFilters } from './lazy-filter-fields.ts'

export interface InvoicesFilterProps {
  query: InvoicesQuery
  facets: InvoicesPage['facets']
  onChange: (query: InvoicesQuery) => void
}

export function useInvoicesFilters(props: InvoicesFilterProps): ListFilters<InvoicesFilterName> {
  const { query, facets, onChange } = props
  const text = useText()
  const { several, between } = useFilterText()
  return {
    names: invoicesList.filterNames,
    label: (name) => text(`invoices.filter.${name}`),
    words: (name) =>
      name === 'state'
        ? several(query.states.map((state) => text(`invoices.state.${state}`)))
        : between(query.issuedFrom, query.issuedTo),
    onRemove: (name) => onChange(invoicesList.withoutFilter(query, name)),
    onClear: () => onChange(invoicesList.clearFilters(query)),
    fields: (name) => (
      <LazyFilterFields
        {...{ name, query, facets }}
        onChange={(change) => onChange(invoicesList.changeQuery(query, change))}
      />
    ),
    preload: preloadFilters,
  }
}
