/** What happens between objects of the CRM: contacts move to another company, two objects become one. */
import { AppError } from '#workflows/contracts/errors.ts'
import type { CrmObject, ObjectKind } from './objects.ts'
import { type Portal, requireLiving, tellAssociation, tellOf, touched } from './portal.ts'
import type { Association } from './store.ts'

/** Makes a company the contact's primary and only one, or leaves the contact without any. */
export function moveContact(
  portal: Portal,
  contactId: string,
  companyId: string | null,
): CrmObject {
  const { store } = portal
  const contact = touched(requireLiving(portal, 'contact', contactId))
  if (companyId !== null) requireLiving(portal, 'company', companyId)
  const occurredAt = contact.updatedAt
  for (const { company } of store.companiesOf(contactId)) {
    store.dissociate(contactId, company)
    if (company === companyId) continue
    tellAssociation(portal, { contact: contactId, company, removed: true, occurredAt })
  }
  if (companyId !== null) {
    store.associate({ contact: contactId, company: companyId, primary: true })
    tellAssociation(portal, { contact: contactId, company: companyId, removed: false, occurredAt })
  }
  store.put(contact)
  return contact
}

export interface Merge {
  kind: ObjectKind
  winner: string
  loser: string
}

/** The loser goes to the bin, its associations and what only it knew go to the winner. */
export function mergeObjects(portal: Portal, { kind, winner, loser }: Merge): CrmObject {
  if (winner === loser) throw new AppError('conflict', 'A merge takes two objects.')
  const { store } = portal
  const gone = touched(requireLiving(portal, kind, loser))
  const kept = touched(requireLiving(portal, kind, winner), gone.updatedAt)
  const after = { ...kept, properties: { ...gone.properties, ...kept.properties } }
  const ties = kind === 'company' ? store.contactsOf(loser) : store.companiesOf(loser)
  for (const tie of ties) {
    const moved = kind === 'company' ? { ...tie, company: winner } : { ...tie, contact: winner }
    retie(portal, tie, moved)
    tellAssociation(portal, { ...moved, removed: false, occurredAt: after.updatedAt })
  }
  store.put({ ...gone, archivedAt: gone.updatedAt })
  store.put(after)
  tellOf(portal, after, {
    action: 'merge',
    primaryObjectId: Number(winner),
    mergedObjectIds: [Number(loser)],
    newObjectId: Number(winner),
    numberOfPropertiesMoved: Object.keys(gone.properties).length,
  })
  return after
}

/** A contact has one primary company at most. */
function retie({ store }: Portal, before: Association, moved: Association): void {
  store.dissociate(before.contact, before.company)
  const others = store.companiesOf(moved.contact)
  const hasPrimary = others.some((other) => other.primary)
  const already = others.find((other) => other.company === moved.company)
  store.associate({ ...moved, primary: already?.primary ?? (before.primary && !hasPrimary) })
}
