/**
 * One project as lists show it. Late is an open project whose own date, or that of its next milestone, has passed in
 * the tenant's calendar. Fragments over the aliases `p` of projects and `c` of the calendar.
 */
import { sql } from 'kysely'
import type { RecordId } from '#workflows/contracts/ids.ts'
import type { ProjectState } from '#workflows/contracts/projects.ts'

export interface ProjectRow {
  id: RecordId
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

export interface ProjectColumns {
  id: RecordId
  version: number
  number: string
  title: string
  state: ProjectState
  manager_name: string | null
  starts_on: string | null
  due_on: string | null
  milestones_total: number
  milestones_done: number
  next_milestone: string | null
  next_due_on: string | null
  changed_at: Date
  late_days: number | null
}

/** As in the partial index projects_open. */
export const isOpen = sql<boolean>`p.state not in ('completed', 'cancelled')`

/** Unknown (null) where dates are: enough for a condition. */
export const isLate = sql<boolean>`${isOpen} and least(p.due_on, p.next_due_on) < c.today`

export const projectColumns = sql<ProjectColumns>`p.id, p.version, p.number, p.title, p.state,
  p.manager_name, p.starts_on, p.due_on, p.milestones_total, p.milestones_done, p.next_milestone,
  p.next_due_on, p.changed_at,
  case when ${isLate} then c.today - least(p.due_on, p.next_due_on) end as late_days`

export const toProjectRow = (row: ProjectColumns): ProjectRow => ({
  id: row.id,
  version: row.version,
  number: row.number,
  title: row.title,
  state: row.state,
  managerName: row.manager_name,
  startsOn: row.starts_on,
  dueOn: row.due_on,
  milestonesTotal: row.milestones_total,
  milestonesDone: row.milestones_done,
  nextMilestone: row.next_milestone,
  nextDueOn: row.next_due_on,
  changedAt: row.changed_at.toISOString(),
  lateDays: row.late_days,
})
