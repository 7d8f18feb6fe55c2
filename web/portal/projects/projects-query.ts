/** The list of projects in the URL: its views, sorts and filters. */
import { PROJECT_STATES, type ProjectState } from '#workflows/contracts/projects.ts'
import { createListCodec, type ListQuery } from '../list/list-query.ts'

export const PROJECT_VIEWS = ['all', 'underway', 'late', 'completed'] as const
export type ProjectViewName = (typeof PROJECT_VIEWS)[number]

export const PROJECT_SORTS = ['number', 'state', 'due', 'changed'] as const
export type ProjectSort = (typeof PROJECT_SORTS)[number]

interface ProjectsFilters {
  states: ProjectState[]
}

export type ProjectsQuery = ListQuery<ProjectViewName, ProjectSort> & ProjectsFilters
export type ProjectsFilterName = 'state'

export const projectsList = createListCodec<
  ProjectViewName,
  ProjectSort,
  ProjectsFilters,
  ProjectsFilterName
>({
  views: PROJECT_VIEWS,
  sorts: PROJECT_SORTS,
  descendingFirst: ['changed'],
  // Open projects are read by when they are due, everything else by what changed last.
  defaultSort: (view) =>
    view === 'underway' || view === 'late'
      ? { sort: 'due', direction: 'asc' }
      : { sort: 'changed', direction: 'desc' },
  off: { states: [] },
  filters: { state: ['states'] },
  readFilters: (params) => ({
    states: PROJECT_STATES.filter((state) => params.getAll('state').includes(state)),
  }),
  writeFilters: ({ states }, params) => {
    for (const state of states) params.append('state', state)
  },
})

export const { read: readProjectsQuery, toSearch } = projectsList
