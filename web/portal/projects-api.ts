/** What the pages of projects need from the server, as types only; see `api.ts`. */
import type { OrderState } from '#workflows/contracts/orders.ts'
import type {
  Deliverable,
  DueDateMove,
  Milestone,
  ProjectState,
} from '#workflows/contracts/projects.ts'
import type { ProjectsQuery } from './projects/projects-query.ts'

export interface ProjectRow {
  id: string
  version: number
  number: string
  title: string
  state: ProjectState
  managerName: string | null
  startsOn: string | null
  dueOn: string | null
  /** Without those that were dropped. */
  milestonesTotal: number
  milestonesDone: number
  /** Null when none is left. */
  nextMilestone: string | null
  nextDueOn: string | null
  changedAt: string
  /** Whole days since the earliest date that has passed; null when it is not late. */
  lateDays: number | null
}

export interface ProjectsPage {
  rows: ProjectRow[]
  /** Rows per built-in view, with search and filters applied. */
  counts: Record<ProjectsQuery['view'], number>
  /** Everything the query matches, not only this page. */
  total: { count: number }
  next: string | null
  previous: string | null
  facets: { states: ProjectState[] }
}

export interface LinkedOrder {
  id: string
  number: string
  title: string
  state: OrderState
  promisedOn: string | null
}

/** `portal.projects.get` */
export interface ProjectView extends ProjectRow {
  /** In the order of the plan. */
  milestones: Milestone[]
  deliverables: Deliverable[]
  /** Newest first. */
  dueDates: DueDateMove[]
  /** Those the member may see, by number; null without the right to see orders at all. */
  orders: LinkedOrder[] | null
}

/** A project as the page of one of its orders names it. */
export interface ProjectOfOrder {
  id: string
  number: string
  title: string
}

export interface ProjectsApi {
  projects: {
    list(input: ProjectsQuery): Promise<ProjectsPage>
    get(input: { id: string }): Promise<ProjectView>
  }
}
