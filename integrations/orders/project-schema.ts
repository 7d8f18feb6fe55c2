/**
 * Projects of the Orders contract on the wire. Whatever is told of a milestone or a deliverable comes with the whole
 * project, so ids of parts must be unique within it: two of the same could not be told apart later.
 */
import { z } from 'zod'
import { count, date, differ, id, instant, text } from './schema.ts'

/** The order system's own status words, in the order in which a project passes through them. */
export const WIRE_PROJECT_STATUSES = [
  'planned',
  'running',
  'paused',
  'finished',
  'cancelled',
] as const

export const WIRE_MILESTONE_STATUSES = ['open', 'started', 'done', 'dropped'] as const

export const WIRE_DELIVERABLE_STATUSES = [
  'in_preparation',
  'delivered',
  'approved',
  'changes_requested',
] as const

const parts = <T extends z.ZodType<{ id: string }>>(item: T, most: number) =>
  z
    .array(item)
    .max(most)
    .refine((items) => differ(items, 'id'), 'must have ids that differ from each other')

const person = z.object({ name: text(300), email: text(320).nullable() })

export const wireMilestone = z.object({
  id,
  position: z.int().min(1).max(1_000_000),
  title: text(500),
  status: z.enum(WIRE_MILESTONE_STATUSES),
  due_on: date.nullable(),
  done_at: instant.nullable(),
})

export const wireDeliverable = z.object({
  id,
  position: z.int().min(1).max(1_000_000),
  milestone_id: id.nullable(),
  title: text(500),
  status: z.enum(WIRE_DELIVERABLE_STATUSES),
  version: z.int().min(1).max(1_000_000).nullable(),
  due_on: date.nullable(),
})

export const wireDueDateMove = z.object({
  id,
  at: instant,
  milestone_id: id.nullable(),
  from: date.nullable(),
  to: date.nullable(),
  reason: text(4_000).nullable(),
})

export const wireProject = z.object({
  id,
  version: count,
  number: text(100).min(1),
  title: text(500),
  status: z.enum(WIRE_PROJECT_STATUSES),
  customer: z.object({ id, name: text(300) }),
  manager: person.nullable(),
  customer_contact: person.nullable(),
  starts_on: date.nullable(),
  due_on: date.nullable(),
  updated_at: instant,
  deleted_at: instant.nullable(),
  milestones: parts(wireMilestone, 1_000),
  deliverables: parts(wireDeliverable, 5_000),
  due_date_history: parts(wireDueDateMove, 5_000),
  order_ids: z.array(id).max(1_000),
})

/** A project as the order system sends it, everywhere the same. */
export type WireProject = z.infer<typeof wireProject>
export type WireMilestone = z.infer<typeof wireMilestone>
export type WireDeliverable = z.infer<typeof wireDeliverable>
export type WireDueDateMove = z.infer<typeof wireDueDateMove>
export type WireProjectStatus = (typeof WIRE_PROJECT_STATUSES)[number]
export type WireMilestoneStatus = (typeof WIRE_MILESTONE_STATUSES)[number]
export type WireDeliverableStatus = (typeof WIRE_DELIVERABLE_STATUSES)[number]
