/** Above the list of projects: search, filter, sorting on phones. */
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { FreshnessView } from '../api.ts'
import type { HeldRows } from '../list/hold-rows.ts'
import { ListTools } from '../list/list-tools.tsx'
import { useListNavigation } from '../list/use-list-navigation.ts'
import type { ProjectRow, ProjectsPage } from '../projects-api.ts'
import { useProjectsFilters } from './filter/use-projects-filters.tsx'
import { PROJECT_SORTS, projectsList, toSearch, type ProjectsQuery } from './projects-query.ts'

interface ProjectsToolsProps {
  query: ProjectsQuery
  page: ProjectsPage
  freshness: FreshnessView | undefined
  held: HeldRows<ProjectRow>
}

export function ProjectsTools({ query, page, freshness, held }: ProjectsToolsProps) {
  const text = useText()
  const format = useFormat()
  const go = useListNavigation(toSearch)
  const filters = useProjectsFilters({ query, facets: page.facets, onChange: go })
  const { count } = page.total
  return (
    <ListTools
      codec={projectsList}
      {...{ query, go, filters, held }}
      sorts={PROJECT_SORTS}
      words={{
        search: text('projects.search'),
        apply: text('projects.filter.apply', { count, number: format.number(count) }),
        sort: (sort) => text(`projects.sort.${sort}`),
      }}
      freshness={freshness}
    />
  )
}
