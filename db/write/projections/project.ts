/** Projects with milestones, deliverables, moved dates and the orders they are for. */
import type { Milestone, ProjectRecord } from '#workflows/contracts/projects.ts'
import type { Projection, Row } from './projection.ts'

/** What was dropped is no step of the plan any more. */
const stepsOf = ({ milestones }: ProjectRecord): Milestone[] =>
  milestones
    .filter(({ state }) => state !== 'cancelled')
    .toSorted((a, b) => a.position - b.position)

/** Lists tell how far a project is without reading its milestones. */
function progressOf(project: ProjectRecord): Row {
  const steps = stepsOf(project)
  const next = steps.find(({ state }) => state !== 'done')
  return {
    milestones_total: steps.length,
    milestones_done: steps.filter(({ state }) => state === 'done').length,
    next_milestone: next?.title ?? null,
    next_due_on: next?.dueOn ?? null,
  }
}

export const projectProjection: Projection<'project'> = {
  kind: 'project',
  table: 'projects',
  columns: {
    number: 'text',
    title: 'text',
    state: 'text',
    manager_name: 'text',
    contact_email: 'text',
    starts_on: 'date',
    due_on: 'date',
    milestones_total: 'integer',
    milestones_done: 'integer',
    next_milestone: 'text',
    next_due_on: 'date',
  },
  rowOf: (project) => ({
    number: project.number,
    title: project.title,
    state: project.state,
    manager_name: project.managerName,
    contact_email: project.contactEmail,
    starts_on: project.startsOn,
    due_on: project.dueOn,
    ...progressOf(project),
  }),
  tombstone: {
    number: '',
    title: '',
    state: 'cancelled',
    milestones_total: 0,
    milestones_done: 0,
  },
  facts: {
    number: 'number',
    title: 'title',
    state: 'state',
    startsOn: 'starts_on',
    dueOn: 'due_on',
    milestonesDone: 'milestones_done',
    nextMilestone: 'next_milestone',
    nextDueOn: 'next_due_on',
    manager: 'manager_name',
  },
  label: 'number',
  ownerEmail: 'contact_email',
  parentColumn: 'project_id',
  parts: [
    {
      table: 'project_milestones',
      columns: {
        external_id: 'text',
        position: 'integer',
        title: 'text',
        state: 'text',
        due_on: 'date',
        done_at: 'timestamptz',
      },
    },
    {
      table: 'project_deliverables',
      columns: {
        external_id: 'text',
        position: 'integer',
        milestone_external_id: 'text',
        title: 'text',
        state: 'text',
        current_version: 'integer',
        due_on: 'date',
      },
    },
    {
      table: 'project_due_dates',
      columns: {
        external_id: 'text',
        at: 'timestamptz',
        milestone_external_id: 'text',
        from_date: 'date',
        to_date: 'date',
        reason: 'text',
      },
    },
    { table: 'project_orders', columns: { order_external_id: 'text' } },
  ],
  partsOf: ({ milestones, deliverables, dueDates, orderExternalIds }) => [
    milestones.map((milestone) => ({
      external_id: milestone.externalId,
      position: milestone.position,
      title: milestone.title,
      state: milestone.state,
      due_on: milestone.dueOn,
      done_at: milestone.doneAt,
    })),
    deliverables.map((deliverable) => ({
      external_id: deliverable.externalId,
      position: deliverable.position,
      milestone_external_id: deliverable.milestoneExternalId,
      title: deliverable.title,
      state: deliverable.state,
      current_version: deliverable.currentVersion,
      due_on: deliverable.dueOn,
    })),
    dueDates.map((move) => ({
      external_id: move.externalId,
      at: move.at,
      milestone_external_id: move.milestoneExternalId,
      from_date: move.fromDate,
      to_date: move.toDate,
      reason: move.reason,
    })),
    orderExternalIds.map((orderExternalId) => ({ order_external_id: orderExternalId })),
  ],
}
