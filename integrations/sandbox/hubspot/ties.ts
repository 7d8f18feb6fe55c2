/** What happens between objects of the CRM: contacts move to another company, two objects become one. */
import { AppError } from '#workflows/contracts/errors.ts'
import { type CrmObject, MERGED_IDS } from './objects.ts'
import { type Portal, requireLiving, tellAssociation, tellOf, tellTies, touched } from './portal.ts'
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
  kind: 'company' | 'contact'
  winner: string
  loser: string
  /** Newer portals make a new object of both; older ones keep the winner under its id. */
  asNew?: boolean
}

/** The winner has what both knew, its own words first. What it took in is no more, not even in the bin. */
export function mergeObjects(portal: Portal, { kind, winner, loser, asNew }: Merge): CrmObject {
  if (winner === loser) throw new AppError('conflict', 'A merge takes two objects.')
  const { store } = portal
  const other = touched(requireLiving(portal, kind, loser))
  const primary = touched(requireLiving(portal, kind, winner), other.updatedAt)
  const id = asNew ? store.nextId() : winner
  const gone = asNew ? [winner, loser] : [loser]
  store.put({ ...primary, id })
  for (const from of gone) {
    takeOver(portal, { kind, from, to: id, occurredAt: primary.updatedAt })
    store.merge(from, id)
    store.remove(from)
  }
  const merged = store.mergedInto(id).join(';')
  const properties = { ...other.properties, ...primary.properties, [MERGED_IDS]: merged }
  const after = { ...primary, id, properties }
  store.put(after)
  tellOf(portal, after, {
    action: 'merge',
    primaryObjectId: Number(winner),
    mergedObjectIds: [Number(loser)],
    newObjectId: Number(id),
    numberOfPropertiesMoved: Object.keys(other.properties).length,
  })
  return after
}

interface TakeOver {
  kind: 'company' | 'contact'
  from: string
  to: string
  occurredAt: number
}

function takeOver(portal: Portal, { kind, from, to, occurredAt }: TakeOver): void {
  const { store } = portal
  const ties = kind === 'company' ? store.contactsOf(from) : store.companiesOf(from)
  for (const tie of ties) {
    const moved = kind === 'company' ? { ...tie, company: to } : { ...tie, contact: to }
    retie(portal, tie, moved)
    tellAssociation(portal, { ...moved, removed: false, occurredAt })
  }
  const passed = store.engagementsWith(from)
  store.passTies(from, to)
  tellTies(portal, passed, { other: to, kind, removed: false })
}

/** A contact has one primary company at most. */
function retie({ store }: Portal, before: Association, moved: Association): void {
  store.dissociate(before.contact, before.company)
  const others = store.companiesOf(moved.contact)
  const hasPrimary = others.some((other) => other.primary)
  const already = others.find((other) => other.company === moved.company)
  store.associate({ ...moved, primary: already?.primary ?? (before.primary && !hasPrimary) })
}
