/**
 * What was written, said and met about: e-mails, calls and meetings of the CRM with people of a customer. Only what
 * took place with the customer is mirrored; notes and what staff write for each other never leave the CRM.
 */

export const ENGAGEMENT_KINDS = ['email', 'call', 'meeting'] as const
export type EngagementKind = (typeof ENGAGEMENT_KINDS)[number]

/** As the customer sees it: `in` came to the customer, `out` went to the operator. */
export type EngagementDirection = 'in' | 'out'

export const ENGAGEMENT_STATES = ['planned', 'held', 'moved', 'missed', 'cancelled'] as const
export type EngagementState = (typeof ENGAGEMENT_STATES)[number]

export const PARTICIPANT_ROLES = ['from', 'to', 'cc', 'with'] as const

export interface Participant {
  role: (typeof PARTICIPANT_ROLES)[number]
  /** One of the two is known at least. */
  name: string | null
  /** Lower case. */
  email: string | null
}

interface Engagement {
  externalId: string
  /** Milliseconds of the CRM's last change. */
  version: number
  /** The one company it was with. */
  externalCustomerId: string
  /** ISO 8601: when it was sent, or begins. */
  at: string
  title: string | null
  people: readonly Participant[]
  /** The CRM's contacts who took part. */
  contactIds: readonly string[]
  changedAt: string
}

export interface EmailRecord extends Engagement {
  direction: EngagementDirection
  /** Plain text, clipped to MAX_EMAIL_TEXT characters; never what the CRM holds as HTML. */
  text: string | null
}

export interface CallRecord extends Engagement {
  direction: EngagementDirection | null
  durationMs: number | null
  state: EngagementState | null
}

export interface MeetingRecord extends Engagement {
  endsAt: string | null
  location: string | null
  state: EngagementState | null
}

/** Characters of a message that are kept: what it is about, not an archive of it. */
export const MAX_EMAIL_TEXT = 2_000
