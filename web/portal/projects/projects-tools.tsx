/** Above the list of projects: search, filter, sorting on phones. */
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { FreshnessView } from '../api.ts'
import { FilterBar } from '../list/filter/filter-bar.tsx'
import { PhoneTools } from '../list/filter/phone-tools.tsx'
import type { HeldRows } from '../list/hold-rows.ts'
import { ListSearch } from '../list/list-search.tsx'
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
  const filters = useProjectsFilters({ query, facets: page.facets, onChange: (next) => go(next) })
  const { count } = page.total
  return (
    <ListTools
      freshness={freshness}
      waiting={held.waiting}
      onShowWaiting={held.showAll}
      search={
        <ListSearch
          label={text('projects.search')}
          q={query.q}
          onSearch={(q) => go(projectsList.changeQuery(query, { q }), { replace: true })}
        />
      }
      filters={<FilterBar filters={filters} />}
      phone={
        <PhoneTools
          filters={filters}
          apply={text('projects.filter.apply', { count, number: format.number(count) })}
          sort={{
            sorts: PROJECT_SORTS,
            current: query.sort,
            direction: query.direction,
            label: (sort) => text(`projects.sort.${sort}`),
            onSort: (sort) => go(projectsList.sortedBy(query, sort)),
          }}
        />
      }
    />
  )
}
