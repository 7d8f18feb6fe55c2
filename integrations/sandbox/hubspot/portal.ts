/**
 * The CRM and the way it tells of changes. Whoever changes something does it inside the store's transaction,
 * objects and events together, so a killed process neither forgets to tell nor tells lies.
 */
import { AppError } from '#workflows/contracts/errors.ts'
import type { CrmObject, ObjectKind } from './objects.ts'
import type { HubspotStore } from './store.ts'

/** An event before it has its ids: which subscription, about what, since when. */
export interface Happening {
  subscriptionType: string
  /** Unix milliseconds. */
  occurredAt: number
  fields: Record<string, unknown>
}

export interface Portal {
  store: HubspotStore
  tell: (happening: Happening) => void
}

/** @throws AppError `not_found` */
export function requireObject({ store }: Portal, kind: ObjectKind, id: string): CrmObject {
  const found = store.find(kind, id)
  if (found) return found
  throw new AppError('not_found', `There is no ${kind} with this id.`)
}

/** @throws AppError `not_found`, or `conflict` for what lies in the bin */
export function requireLiving(portal: Portal, kind: ObjectKind, id: string): CrmObject {
  const found = requireObject(portal, kind, id)
  if (found.archivedAt === null) return found
  throw new AppError('conflict', `This ${kind} lies in the bin.`)
}

/** Never the same millisecond twice for one object, as its stamps must rise. */
export const touched = (object: CrmObject, after = 0): CrmObject => ({
  ...object,
  updatedAt: Math.max(Date.now(), object.updatedAt + 1, after + 1),
})

export function tellOf(
  portal: Portal,
  object: CrmObject,
  { action, ...fields }: { action: string } & Record<string, unknown>,
): void {
  portal.tell({
    subscriptionType: `${object.kind}.${action}`,
    occurredAt: object.updatedAt,
    fields: { objectId: Number(object.id), ...fields },
  })
}

export interface Pair {
  contact: string
  company: string
  removed: boolean
  occurredAt: number
}

export function tellAssociation(
  portal: Portal,
  { contact, company, removed, occurredAt }: Pair,
): void {
  portal.tell({
    subscriptionType: 'contact.associationChange',
    occurredAt,
    fields: {
      associationType: 'CONTACT_TO_COMPANY',
      fromObjectId: Number(contact),
      toObjectId: Number(company),
      associationRemoved: removed,
      isPrimaryAssociation: true,
    },
  })
}
