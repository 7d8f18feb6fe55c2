/** The controls of a filter, fetched with the panel they stand in. */
import { createLazyPart } from '#web/ui/float/lazy-part.tsx'
import type { InvoicesFilterName, InvoicesQuery } from '../invoices-query.ts'
import type { InvoicesFilterProps } from './use-invoices-filters.tsx'

export interface FilterFieldsProps extends Omit<InvoicesFilterProps, 'onChange'> {
  name: InvoicesFilterName
  /** The list itself knows what follows from it: these controls come without it. */
  onChange: (change: Partial<InvoicesQuery>) => void
}

const fields = createLazyPart<FilterFieldsProps>(() => import('./filter-fields.tsx'))

export const preloadFilters = (): void => fields.preload()

export const LazyFilterFields = fields.Part
