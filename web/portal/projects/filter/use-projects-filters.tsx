/** The filter of the list of projects: its name, what it says when it is on, and its control, fetched when it opens. */
import { createLazyPart } from '#web/ui/float/lazy-part.tsx'
import { useText } from '#web/ui/text/use-text.tsx'
import { useFilterText, type ListFilters } from '../../list/filter/list-filters.ts'
import type { ProjectsPage } from '../../projects-api.ts'
import { projectsList, type ProjectsFilterName, type ProjectsQuery } from '../projects-query.ts'

interface ProjectsFilterProps {
  query: ProjectsQuery
  facets: ProjectsPage['facets']
  onChange: (query: ProjectsQuery) => void
}

export interface FilterFieldsProps extends Omit<ProjectsFilterProps, 'onChange'> {
  onChange: (change: Partial<ProjectsQuery>) => void
}

const fields = createLazyPart<FilterFieldsProps>(() => import('./filter-fields.tsx'))

export function useProjectsFilters(props: ProjectsFilterProps): ListFilters<ProjectsFilterName> {
  const { query, facets, onChange } = props
  const text = useText()
  const { several } = useFilterText()
  return {
    names: projectsList.filterNames,
    label: (name) => text(`projects.filter.${name}`),
    words: () => several(query.states.map((state) => text(`projects.state.${state}`))),
    onRemove: (name) => onChange(projectsList.withoutFilter(query, name)),
    onClear: () => onChange(projectsList.clearFilters(query)),
    fields: () => (
      <fields.Part
        {...{ query, facets }}
        onChange={(change) => onChange(projectsList.changeQuery(query, change))}
      />
    ),
    preload: () => fields.preload(),
  }
}
