/** What we mirror of a HubSpot portal, and how HubSpot names it in each of its places. */
import { ENGAGEMENT_KINDS, type EngagementKind } from '#workflows/contracts/engagements.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'

export type HubspotKind = Extract<RecordKind, 'company' | 'contact' | EngagementKind>

/** Companies first: all else belongs to one. */
export const HUBSPOT_KINDS: readonly HubspotKind[] = ['company', 'contact', ...ENGAGEMENT_KINDS]

interface KindNames {
  /** In the paths of the API. */
  plural: 'companies' | 'contacts' | 'emails' | 'calls' | 'meetings'
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
  email: {
    plural: 'emails',
    objectTypeId: '0-49',
    changedProperty: 'hs_lastmodifieddate',
    properties: [
      'hs_timestamp',
      'hs_email_subject',
      'hs_email_text',
      'hs_email_direction',
      'hs_email_status',
      'hs_email_from_email',
      'hs_email_from_firstname',
      'hs_email_from_lastname',
      'hs_email_to_email',
      'hs_email_cc_email',
    ],
  },
  call: {
    plural: 'calls',
    objectTypeId: '0-48',
    changedProperty: 'hs_lastmodifieddate',
    properties: [
      'hs_timestamp',
      'hs_call_title',
      'hs_call_direction',
      'hs_call_duration',
      'hs_call_status',
    ],
  },
  meeting: {
    plural: 'meetings',
    objectTypeId: '0-47',
    changedProperty: 'hs_lastmodifieddate',
    properties: [
      'hs_timestamp',
      'hs_meeting_title',
      'hs_meeting_start_time',
      'hs_meeting_end_time',
      'hs_meeting_location',
      'hs_meeting_outcome',
    ],
  },
}

export const isEngagement = (kind: HubspotKind): kind is EngagementKind =>
  (ENGAGEMENT_KINDS as readonly HubspotKind[]).includes(kind)
