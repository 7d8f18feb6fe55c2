/** What happens to one object of the CRM: made, changed, put in the bin and back, or forgotten for good. */
import { AppError } from '#workflows/contracts/errors.ts'
import { type CrmObject, isEngagement, type ObjectKind } from './objects.ts'
import {
  type Portal,
  requireLiving,
  requireObject,
  tellAssociation,
  tellOf,
  tellTies,
  touched,
} from './portal.ts'

export interface NewObject {
  kind: ObjectKind
  properties: Record<string, string>
  id?: string
  /** Unix milliseconds; now if not said. */
  at?: number
}

export function createObject(portal: Portal, { kind, properties, ...given }: NewObject): CrmObject {
  const { id = portal.store.nextId(), at = Date.now() } = given
  const object = { kind, id, properties, createdAt: at, updatedAt: at, archivedAt: null }
  portal.store.put(object)
  tellOf(portal, object, { action: 'creation', changeFlag: 'NEW' })
  return object
}

export interface Change {
  kind: ObjectKind
  id: string
  /** An empty value takes the property away. */
  properties: Record<string, string>
}

/** One event per property, as HubSpot has one subscription for each. */
export function changeObject(portal: Portal, { kind, id, properties }: Change): CrmObject {
  const before = requireLiving(portal, kind, id)
  const changed = Object.entries(properties).filter(
    ([name, value]) => (before.properties[name] ?? '') !== value,
  )
  if (changed.length === 0) return before
  const merged = Object.entries({ ...before.properties, ...properties })
  const kept = Object.fromEntries(merged.filter(([, value]) => value !== ''))
  const after = { ...touched(before), properties: kept }
  portal.store.put(after)
  for (const [propertyName, propertyValue] of changed) {
    tellOf(portal, after, { action: 'propertyChange', propertyName, propertyValue })
  }
  return after
}

const associationsOf = ({ store }: Portal, { kind, id }: CrmObject) => {
  if (isEngagement(kind)) return []
  return kind === 'company' ? store.contactsOf(id) : store.companiesOf(id)
}

export function archiveObject(portal: Portal, kind: ObjectKind, id: string): CrmObject {
  const before = requireLiving(portal, kind, id)
  const lost = associationsOf(portal, before)
  const ties = portal.store.engagementsWith(id)
  const touchedNow = touched(before)
  const occurredAt = touchedNow.updatedAt
  const after = { ...touchedNow, archivedAt: occurredAt }
  portal.store.put(after)
  tellOf(portal, after, { action: 'deletion', changeFlag: 'DELETED' })
  for (const pair of lost) tellAssociation(portal, { ...pair, removed: true, occurredAt })
  if (!isEngagement(kind)) tellTies(portal, ties, { other: id, kind, removed: true })
  return after
}

/** Who found another company meanwhile has that one as the primary, and only that one. */
function keepOnePrimary(portal: Portal, restored: CrmObject): void {
  if (restored.kind !== 'company') return
  for (const pair of associationsOf(portal, restored)) {
    const others = portal.store.companiesOf(pair.contact)
    const hasOther = others.some(({ company, primary }) => primary && company !== restored.id)
    if (hasOther) portal.store.associate({ ...pair, primary: false })
  }
}

export function restoreObject(portal: Portal, kind: ObjectKind, id: string): CrmObject {
  const before = requireObject(portal, kind, id)
  if (before.archivedAt === null) throw new AppError('conflict', 'This is not in the bin.')
  const after = { ...touched(before), archivedAt: null }
  portal.store.put(after)
  keepOnePrimary(portal, after)
  tellOf(portal, after, { action: 'restore' })
  const occurredAt = after.updatedAt
  for (const pair of associationsOf(portal, after)) {
    tellAssociation(portal, { ...pair, removed: false, occurredAt })
  }
  if (!isEngagement(kind)) {
    tellTies(portal, portal.store.engagementsWith(id), { other: id, kind, removed: false })
  }
  return after
}

/** Not even in the bin any more, and with them what was only theirs: what a person's right to be forgotten asks for. */
export function forgetContact(portal: Portal, id: string): void {
  const contact = touched(requireObject(portal, 'contact', id))
  const { store } = portal
  for (const { company } of store.companiesOf(id)) store.dissociate(id, company)
  for (const { engagement } of store.engagementsWith(id)) {
    const contacts = store.tiesOf(engagement).filter((tie) => tie.kind === 'contact')
    if (contacts.length === 1) store.remove(engagement)
  }
  store.dropTies(id)
  store.remove(id)
  tellOf(portal, contact, { action: 'privacyDeletion' })
}
