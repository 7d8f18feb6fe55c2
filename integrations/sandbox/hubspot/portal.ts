/**
 * The CRM and the way it tells of changes. Whoever changes something does it inside the store's transaction,
 * objects and events together, so a killed process neither forgets to tell nor tells lies.
 */
import { AppError } from '#workflows/contracts/errors.ts'
import { type CrmObject, ENGAGEMENTS, isEngagement, type ObjectKind, TYPE_IDS } from './objects.ts'
import type { HubspotStore } from './store.ts'
import type { Tie } from './tie-table.ts'

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
  const { kind, id, updatedAt: occurredAt } = object
  // Kinds without subscriptions of their own are told as any object is.
  const generic = isEngagement(kind)
  portal.tell({
    subscriptionType: `${generic ? 'object' : kind}.${action}`,
    occurredAt,
    fields: {
      objectId: Number(id),
      ...(generic ? { objectTypeId: TYPE_IDS[kind] } : {}),
      ...fields,
    },
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

/** Engagements are, or are no longer, with a company or a contact. */
export function tellTies(
  portal: Portal,
  ties: readonly Pick<Tie, 'engagement'>[],
  { other, kind, removed }: { other: string; kind: Tie['kind']; removed: boolean },
): void {
  for (const { engagement } of ties) {
    const found = ENGAGEMENTS.flatMap((each) => portal.store.find(each, engagement) ?? [])
    for (const { kind: own, updatedAt } of found) {
      portal.tell({
        subscriptionType: 'object.associationChange',
        // The object itself is not touched by it.
        occurredAt: Math.max(updatedAt, Date.now()),
        fields: {
          associationType: `${own.toUpperCase()}_TO_${kind.toUpperCase()}`,
          fromObjectId: Number(engagement),
          fromObjectTypeId: TYPE_IDS[own],
          toObjectId: Number(other),
          toObjectTypeId: TYPE_IDS[kind],
          associationRemoved: removed,
          isPrimaryAssociation: false,
        },
      })
    }
  }
}
