/** What we mirror of a HubSpot portal, and how HubSpot names it in each of its places. */
import type { RecordKind } from '#workflows/contracts/records.ts'

export type HubspotKind = Extract<RecordKind, 'company' | 'contact'>

export const HUBSPOT_KINDS: readonly HubspotKind[] = ['company', 'contact']

interface KindNames {
  /** In the paths of the API. */
  plural: 'companies' | 'contacts'
  /** In generic webhooks (`object.*`). */
  objectTypeId: string
  /** The property that holds the last change; contacts never got the newer name. */
  changedProperty: string
  properties: readonly string[]
}

/** Ids with semicolons between: everything that was ever merged into an object, through whatever stations. */
const MERGED_IDS = 'hs_merged_object_ids'

export const NAMES: Readonly<Record<HubspotKind, KindNames>> = {
  company: {
    plural: 'companies',
    objectTypeId: '0-2',
    changedProperty: 'hs_lastmodifieddate',
    properties: [
      'name',
      'domain',
      'phone',
      'industry',
      'address',
      'address2',
      'zip',
      'city',
      'state',
      'country',
      MERGED_IDS,
    ],
  },
  contact: {
    plural: 'contacts',
    objectTypeId: '0-1',
    changedProperty: 'lastmodifieddate',
    properties: ['firstname', 'lastname', 'email', 'phone', 'mobilephone', 'jobtitle', MERGED_IDS],
  },
}
