/**
 * What one HubSpot event means for us. Events hold ids only, so nearly all of them mean "fetch this"; what is
 * gone can no longer be fetched and is told by the event itself.
 */
import { type HubspotKind, HUBSPOT_KINDS, isEngagement, NAMES } from './kinds.ts'
import type { WireEvent } from './schema.ts'

export type Meaning =
  | { type: 'fetch'; kind: HubspotKind; externalId: string }
  | { type: 'delete' | 'erase'; kind: HubspotKind; externalId: string }
  | { type: 'merge'; kind: HubspotKind; winner: string; losers: string[] }
  /** Something else of the portal: deals, tickets, conversations, associations of those. */
  | { type: 'none' }
  | { type: 'broken'; reason: string }

const FETCHED = ['creation', 'propertyChange', 'restore']

const kindOfType = (objectTypeId: string | null | undefined): HubspotKind | null =>
  HUBSPOT_KINDS.find((kind) => NAMES[kind].objectTypeId === objectTypeId) ?? null

function typeOf(action: string): 'fetch' | 'delete' | 'erase' | 'none' {
  if (FETCHED.includes(action)) return 'fetch'
  if (action === 'deletion') return 'delete'
  return action === 'privacyDeletion' ? 'erase' : 'none'
}

export function meaningOf(event: WireEvent): Meaning {
  const [family = '', action = ''] = event.subscriptionType.split('.', 2)
  if (action === 'associationChange') return associationMeaning(event)
  const kind =
    family === 'object'
      ? kindOfType(event.objectTypeId)
      : (HUBSPOT_KINDS.find((own) => own === family) ?? null)
  if (kind === null) return { type: 'none' }
  if (action === 'merge') return mergeMeaning(kind, event)
  const type = typeOf(action)
  if (type === 'none') return { type }
  if (event.objectId) return { type, kind, externalId: event.objectId }
  return { type: 'broken', reason: `${event.subscriptionType} does not say which object changed.` }
}

function mergeMeaning(kind: HubspotKind, event: WireEvent): Meaning {
  const { primaryObjectId, newObjectId, mergedObjectIds } = event
  const winner = newObjectId ?? primaryObjectId
  if (!winner) return { type: 'broken', reason: 'This merge does not say what was merged.' }
  const gone = new Set([...(primaryObjectId ? [primaryObjectId] : []), ...(mergedObjectIds ?? [])])
  gone.delete(winner)
  return { type: 'merge', kind, winner, losers: [...gone] }
}

/** Whose something is, is its own fact: an engagement's with whom it was, a contact's for whom they work. */
function associationMeaning(event: WireEvent): Meaning {
  const from = kindOfType(event.fromObjectTypeId)
  const to = kindOfType(event.toObjectTypeId)
  for (const [kind, externalId] of [
    [from, event.fromObjectId],
    [to, event.toObjectId],
  ] as const) {
    if (kind && externalId && isEngagement(kind)) return { type: 'fetch', kind, externalId }
  }
  const named = event.associationType ?? ''
  const outward = (from === 'contact' && to === 'company') || named.includes('CONTACT_TO_COMPANY')
  const inward = (from === 'company' && to === 'contact') || named.includes('COMPANY_TO_CONTACT')
  if (!outward && !inward) return { type: 'none' }
  const externalId = outward ? event.fromObjectId : event.toObjectId
  if (externalId) return { type: 'fetch', kind: 'contact', externalId }
  return { type: 'broken', reason: 'This association change does not say whose it is.' }
}
