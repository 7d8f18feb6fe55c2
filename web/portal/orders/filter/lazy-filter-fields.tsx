/** The controls of a filter, fetched with the panel they stand in. */
import { Suspense } from 'react'
import { createLazyPart } from '#web/ui/float/lazy-part.ts'
import type { FilterName, FilterProps } from './filters.ts'

export interface FilterFieldsProps extends FilterProps {
  name: FilterName
}

const fields = createLazyPart<FilterFieldsProps>(() => import('./filter-fields.tsx'))

export const preloadFilters = (): void => fields.preload()

export const LazyFilterFields = (props: FilterFieldsProps) => (
  <Suspense fallback={null}>
    <fields.Part {...props} />
  </Suspense>
)
