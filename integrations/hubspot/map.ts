/** Wire → our words. The only place that knows both vocabularies; total, so nothing can fail after parsing. */
import type { CompanyRecord, ContactRecord } from '#workflows/contracts/crm.ts'
import type { RecordChange } from '#workflows/contracts/records.ts'
import type { HubspotKind } from './kinds.ts'
import type { WireCompany, WireContact } from './schema.ts'

/** Text without surrounding blanks; blank counts as nothing. */
const wordsOf = (value: string | null | undefined): string | null => value?.trim() || null

/** Several fields as one line, the empty ones left out. */
const joined = (parts: readonly (string | null | undefined)[], between: string): string | null =>
  parts.flatMap((part) => wordsOf(part) ?? []).join(between) || null

/** HubSpot's own industries are keys such as FOOD_PRODUCTION; what a portal added itself is left alone. */
function industryOf(value: string | null | undefined): string | null {
  const words = wordsOf(value)
  if (words === null || !/^[A-Z]+(?:_[A-Z]+)*$/.test(words)) return words
  const spoken = words.toLowerCase().replaceAll('_', ' ')
  return spoken.charAt(0).toUpperCase() + spoken.slice(1)
}

/**
 * HubSpot's own stamp, unless an event told of something later: an association changes without touching it.
 *
 * @param atLeast version of the event that made us ask, or 0
 */
const versionOf = (wire: { updatedAt: Date }, atLeast: number): number =>
  Math.max(wire.updatedAt.getTime(), atLeast)

/** Nothing where nothing was merged, so that such a record is as it always was. */
export function mergedIdsOf(
  given: { hs_merged_object_ids?: string | null | undefined },
  own: string,
): { mergedIds?: string[] } {
  const ids = (given.hs_merged_object_ids ?? '').match(/\d{1,20}(?=\s*(?:[:;]|$))/g) ?? []
  const others = [...new Set(ids)].filter((id) => id !== own)
  return others.length === 0 ? {} : { mergedIds: others }
}

export function toCompany(wire: WireCompany, atLeast: number): CompanyRecord {
  const { properties: given } = wire
  return {
    externalId: wire.id,
    version: versionOf(wire, atLeast),
    externalCustomerId: wire.id,
    name: wordsOf(given.name) ?? wordsOf(given.domain) ?? 'Unnamed company',
    domain: wordsOf(given.domain),
    phone: wordsOf(given.phone),
    industry: industryOf(given.industry),
    address: {
      street: joined([given.address, given.address2], ', '),
      postalCode: wordsOf(given.zip),
      city: wordsOf(given.city),
      region: wordsOf(given.state),
      country: wordsOf(given.country),
    },
    ...mergedIdsOf(given, wire.id),
    changedAt: wire.updatedAt.toISOString(),
  }
}

export interface ContactFacts {
  /** Its primary company, or null. */
  company: string | null
  atLeast: number
}

export function toContact(wire: WireContact, { company, atLeast }: ContactFacts): ContactRecord {
  const { properties: given } = wire
  const email = wordsOf(given.email)
  return {
    externalId: wire.id,
    version: versionOf(wire, atLeast),
    externalCustomerId: company,
    name: joined([given.firstname, given.lastname], ' ') ?? email ?? 'Unnamed contact',
    email,
    phone: wordsOf(given.phone) ?? wordsOf(given.mobilephone),
    jobTitle: wordsOf(given.jobtitle),
    ...mergedIdsOf(given, wire.id),
    changedAt: wire.updatedAt.toISOString(),
  }
}

export interface Archived {
  id: string
  updatedAt: Date
  archivedAt?: Date | null | undefined
  /** Asked for by the id of what it took in, HubSpot sends the winner of a merge. */
  mergedInto?: string
}

/** An object in HubSpot's bin, or in another one: gone for us, since the moment it was put there. */
export function toDeletion(kind: HubspotKind, wire: Archived, atLeast: number): RecordChange {
  const at = wire.archivedAt ?? wire.updatedAt
  return {
    kind,
    type: 'delete',
    externalId: wire.id,
    version: Math.max(at.getTime(), versionOf(wire, atLeast)),
    externalCustomerId: kind === 'company' ? wire.id : null,
    ...(wire.mergedInto === undefined ? {} : { mergedInto: wire.mergedInto }),
    changedAt: at.toISOString(),
  }
}
