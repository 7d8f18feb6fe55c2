/**
 * What the order system has, one entry per kind: where it is served, which events tell of it, and how an object of it
 * is read. Pages, webhooks and single reads work on this table, so a further kind is a further entry.
 */
import { z } from 'zod'
import type { KINDS_OF_SOURCE, RecordChange } from '#workflows/contracts/records.ts'
import { toOrderChange } from './map.ts'
import { toProjectChange } from './project-map.ts'
import { wireProject } from './project-schema.ts'
import { instant, wireOrder } from './schema.ts'

export type OrdersKind = (typeof KINDS_OF_SOURCE.orders)[number]

interface WireKind {
  /** First part of the path, and what a page of them is called. */
  path: string
  events: readonly string[]
  /** An object as sent, as the change it means. */
  object: z.ZodType<RecordChange>
}

export const ORDER_EVENTS = ['order.created', 'order.updated', 'order.deleted'] as const
export const PROJECT_EVENTS = ['project.created', 'project.updated', 'project.deleted'] as const

export const WIRE_KINDS: Readonly<Record<OrdersKind, WireKind>> = {
  order: {
    path: 'orders',
    events: ORDER_EVENTS,
    object: wireOrder.transform((order): RecordChange => toOrderChange(order)),
  },
  project: {
    path: 'projects',
    events: PROJECT_EVENTS,
    object: wireProject.transform((project): RecordChange => toProjectChange(project)),
  },
}

export const WIRE_EVENT_TYPES = [...ORDER_EVENTS, ...PROJECT_EVENTS] as const

/** The kind an event tells of; undefined for an event we do not know. */
export const kindOfEvent = (type: string): OrdersKind | undefined =>
  (Object.keys(WIRE_KINDS) as OrdersKind[]).find((kind) => WIRE_KINDS[kind].events.includes(type))

const eventOf = (object: WireKind['object']) =>
  z.object({ type: z.string(), timestamp: instant, data: object })

/** An event of each kind, its object already read as the change it means. Built once: compiling costs. */
export const WIRE_EVENTS: Readonly<Record<OrdersKind, ReturnType<typeof eventOf>>> = {
  order: eventOf(WIRE_KINDS.order.object),
  project: eventOf(WIRE_KINDS.project.object),
}
