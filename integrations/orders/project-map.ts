/** Projects, wire → our words. Total, so nothing can fail after parsing. */
import type {
  DeliverableState,
  MilestoneState,
  ProjectRecord,
  ProjectState,
} from '#workflows/contracts/projects.ts'
import type { RecordChange } from '#workflows/contracts/records.ts'
import { deletionOf } from './deletion.ts'
import type {
  WireDeliverable,
  WireDeliverableStatus,
  WireMilestone,
  WireMilestoneStatus,
  WireProject,
  WireProjectStatus,
} from './project-schema.ts'

const STATES: Record<WireProjectStatus, ProjectState> = {
  planned: 'planned',
  running: 'active',
  paused: 'on_hold',
  finished: 'completed',
  cancelled: 'cancelled',
}

const MILESTONES: Record<WireMilestoneStatus, MilestoneState> = {
  open: 'planned',
  started: 'in_progress',
  done: 'done',
  dropped: 'cancelled',
}

const DELIVERABLES: Record<WireDeliverableStatus, DeliverableState> = {
  in_preparation: 'preparing',
  delivered: 'delivered',
  approved: 'approved',
  changes_requested: 'changes_requested',
}

const toMilestone = (milestone: WireMilestone): ProjectRecord['milestones'][number] => ({
  externalId: milestone.id,
  position: milestone.position,
  title: milestone.title,
  state: MILESTONES[milestone.status],
  dueOn: milestone.due_on,
  doneAt: milestone.done_at,
})

const toDeliverable = (deliverable: WireDeliverable): ProjectRecord['deliverables'][number] => ({
  externalId: deliverable.id,
  position: deliverable.position,
  milestoneExternalId: deliverable.milestone_id,
  title: deliverable.title,
  state: DELIVERABLES[deliverable.status],
  currentVersion: deliverable.version,
  dueOn: deliverable.due_on,
})

const toRecord = (project: WireProject): ProjectRecord => ({
  externalId: project.id,
  version: project.version,
  externalCustomerId: project.customer.id,
  number: project.number,
  title: project.title,
  state: STATES[project.status],
  managerName: project.manager?.name ?? null,
  contactEmail: project.customer_contact?.email?.trim().toLowerCase() ?? null,
  startsOn: project.starts_on,
  dueOn: project.due_on,
  changedAt: project.updated_at,
  milestones: project.milestones.map(toMilestone),
  deliverables: project.deliverables.map(toDeliverable),
  dueDates: project.due_date_history.map((move) => ({
    externalId: move.id,
    at: move.at,
    milestoneExternalId: move.milestone_id,
    fromDate: move.from,
    toDate: move.to,
    reason: move.reason,
  })),
  orderExternalIds: [...new Set(project.order_ids)],
})

export const toProjectChange = (project: WireProject): RecordChange<'project'> => ({
  kind: 'project',
  ...(deletionOf(project) ?? { type: 'upsert', record: toRecord(project) }),
})
