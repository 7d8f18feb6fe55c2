/** The controls of a filter, fetched with the panel they stand in. */
import { createLazyPart } from '#web/ui/float/lazy-part.tsx'
import type { AuditFilterName, AuditQueryState } from '../audit-query.ts'
import type { AuditFilterProps } from './use-audit-filters.tsx'

export interface FilterFieldsProps extends Omit<AuditFilterProps, 'onChange'> {
  name: AuditFilterName
  /** The list itself knows what follows from it: these controls come without it. */
  onChange: (change: Partial<AuditQueryState>) => void
}

const fields = createLazyPart<FilterFieldsProps>(() => import('./filter-fields.tsx'))

export const preloadFilters = (): void => fields.preload()

export const LazyFilterFields = fields.Part
