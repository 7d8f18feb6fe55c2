/**
 * A project as every part of Portside speaks of it once a connector has mapped it: milestones, what is handed over
 * at them, and every date that was moved. Dates without a time are `YYYY-MM-DD`; instants are ISO 8601 in UTC.
 */

/** In the order in which a project passes through them; `on_hold` can be left again, `cancelled` follows any open one. */
export const PROJECT_STATES = ['planned', 'active', 'on_hold', 'completed', 'cancelled'] as const
export type ProjectState = (typeof PROJECT_STATES)[number]

/** States in which something still happens: what "under way" means everywhere. */
export const OPEN_PROJECT_STATES = [
  'planned',
  'active',
  'on_hold',
] as const satisfies readonly ProjectState[]

export const MILESTONE_STATES = ['planned', 'in_progress', 'done', 'cancelled'] as const
export type MilestoneState = (typeof MILESTONE_STATES)[number]

export const DELIVERABLE_STATES = [
  'preparing',
  'delivered',
  'approved',
  'changes_requested',
] as const
export type DeliverableState = (typeof DELIVERABLE_STATES)[number]

export interface Milestone {
  externalId: string
  /** In the order of the plan; unique within the project. */
  position: number
  title: string
  state: MilestoneState
  dueOn: string | null
  doneAt: string | null
}

/** Something the operator hands over: a drawing, a report, a data package. */
export interface Deliverable {
  externalId: string
  position: number
  /** Null: it belongs to the project as a whole. The milestone may be missing where the source dropped it. */
  milestoneExternalId: string | null
  title: string
  state: DeliverableState
  /** Number of the version handed over last; null while there is none. */
  currentVersion: number | null
  dueOn: string | null
}

/** One date that was set, moved or taken away. */
export interface DueDateMove {
  /** Stable within the project, so that a re-send of the whole history changes nothing. */
  externalId: string
  at: string
  /** Null: the due date of the project itself. */
  milestoneExternalId: string | null
  fromDate: string | null
  toDate: string | null
  /** Words of the source, shown as they are; plain text. */
  reason: string | null
}

/** The mirrored project: what a connector hands to the projection. */
export interface ProjectRecord {
  externalId: string
  /** The source's increasing version of this object; the version gate compares it. */
  version: number
  /** The external customer, which links resolve to a tenant. */
  externalCustomerId: string
  number: string
  title: string
  state: ProjectState
  /** Who runs it at the operator. */
  managerName: string | null
  /** E-mail of the customer's person in charge; matched to a member for scope `own`. */
  contactEmail: string | null
  startsOn: string | null
  dueOn: string | null
  /** When the source last changed it. */
  changedAt: string
  milestones: Milestone[]
  deliverables: Deliverable[]
  dueDates: DueDateMove[]
  /** External ids of orders of the same source; an order may not have arrived yet. */
  orderExternalIds: string[]
}
