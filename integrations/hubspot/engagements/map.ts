/**
 * Wire → our words, and what of it the customer may see: an e-mail that was sent to or by one of their people, a call
 * or meeting one of them took part in. Null for everything else: it stays in the CRM.
 */
import type {
  CallRecord,
  EmailRecord,
  EngagementDirection,
  EngagementState,
  MeetingRecord,
  Participant,
} from '#workflows/contracts/engagements.ts'
import { lineOf, textOf } from './text.ts'
import type { WireCall, WireEmail, WireMeeting } from './wire.ts'

export interface Person {
  id: string
  name: string | null
  /** In lower case, the first one theirs. */
  emails: readonly string[]
}

/** With whom it was, as associations say it. */
export interface With {
  company: string
  people: readonly Person[]
  /** Version of the event that made us ask, or 0. */
  atLeast: number
}

interface Wire {
  id: string
  updatedAt: Date
}

const common = (wire: Wire, { company, people, atLeast }: With) => ({
  externalId: wire.id,
  version: Math.max(wire.updatedAt.getTime(), atLeast),
  externalCustomerId: company,
  contactIds: people.map(({ id }) => id).toSorted(),
  changedAt: wire.updatedAt.toISOString(),
})

/** HubSpot's instants bear any offset. */
const utc = (value: string | null | undefined): string | null =>
  value ? new Date(value).toISOString() : null

const addressesIn = (value: string | null | undefined): string[] =>
  (value ?? '')
    .split(/[;,]/)
    .map((part) => (/<([^<>]+)>/.exec(part)?.[1] ?? part).trim().toLowerCase())
    .filter((part) => /^[^\s@]+@[^\s@]+$/.test(part))

const DIRECTIONS: Readonly<Record<string, EngagementDirection>> = {
  EMAIL: 'in',
  INCOMING_EMAIL: 'out',
  OUTBOUND: 'in',
  INBOUND: 'out',
}

export function toEmail(wire: WireEmail, whom: With): EmailRecord | null {
  const { properties: given } = wire
  const at = utc(given.hs_timestamp)
  // What was forwarded into the CRM, bounced or is still a draft never came to the customer.
  const direction = DIRECTIONS[given.hs_email_direction ?? '']
  const isSent = direction === 'out' || given.hs_email_status === 'SENT'
  if (at === null || direction === undefined || !isSent) return null
  const byAddress = new Map(
    whom.people.flatMap((person) => person.emails.map((email) => [email, person.name] as const)),
  )
  const sender = lineOf(
    `${given.hs_email_from_firstname ?? ''} ${given.hs_email_from_lastname ?? ''}`,
  )
  const people: Participant[] = [
    ...addressesIn(given.hs_email_from_email)
      .slice(0, 1)
      .map((email) => ({
        role: 'from' as const,
        name: sender ?? byAddress.get(email) ?? null,
        email,
      })),
    ...(['to', 'cc'] as const).flatMap((role) =>
      addressesIn(given[`hs_email_${role}_email`]).map((email) => ({
        role,
        name: byAddress.get(email) ?? null,
        email,
      })),
    ),
  ]
  if (!people.some(({ email }) => email !== null && byAddress.has(email))) return null
  const title = lineOf(given.hs_email_subject)
  return { ...common(wire, whom), at, title, people, direction, text: textOf(given.hs_email_text) }
}

/** Who was there, as far as they are the customer's. */
const peopleWith = ({ people }: With): Participant[] =>
  people
    .map(({ name, emails }) => ({ role: 'with' as const, name, email: emails[0] ?? null }))
    .filter(({ name, email }) => name !== null || email !== null)

const CALL_STATES: Readonly<Record<string, EngagementState>> = {
  COMPLETED: 'held',
  CALLING_CRM_USER: 'held',
  IN_PROGRESS: 'held',
  SCHEDULED: 'planned',
  QUEUED: 'planned',
  NO_ANSWER: 'missed',
  MISSED: 'missed',
  BUSY: 'missed',
  FAILED: 'missed',
  CANCELED: 'cancelled',
}

export function toCall(wire: WireCall, whom: With): CallRecord | null {
  const { properties: given } = wire
  const at = utc(given.hs_timestamp)
  if (at === null || whom.people.length === 0) return null
  const duration = /^\d{1,10}$/.exec(given.hs_call_duration ?? '')?.[0]
  return {
    ...common(wire, whom),
    at,
    title: lineOf(given.hs_call_title),
    people: peopleWith(whom),
    direction: DIRECTIONS[given.hs_call_direction ?? ''] ?? null,
    durationMs: duration === undefined ? null : Number(duration),
    state: CALL_STATES[given.hs_call_status ?? ''] ?? null,
  }
}

const MEETING_STATES: Readonly<Record<string, EngagementState>> = {
  SCHEDULED: 'planned',
  COMPLETED: 'held',
  RESCHEDULED: 'moved',
  NO_SHOW: 'missed',
  CANCELED: 'cancelled',
}

export function toMeeting(wire: WireMeeting, whom: With): MeetingRecord | null {
  const { properties: given } = wire
  const at = utc(given.hs_meeting_start_time ?? given.hs_timestamp)
  if (at === null || whom.people.length === 0) return null
  return {
    ...common(wire, whom),
    at,
    title: lineOf(given.hs_meeting_title),
    people: peopleWith(whom),
    endsAt: utc(given.hs_meeting_end_time),
    location: lineOf(given.hs_meeting_location),
    state: MEETING_STATES[given.hs_meeting_outcome ?? ''] ?? null,
  }
}
