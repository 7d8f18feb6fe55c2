/** E-mails, calls and meetings. What was written, and who took part, is no fact of the audit log: there it would outlive them. */
import type { CallRecord, EmailRecord, MeetingRecord } from '#workflows/contracts/engagements.ts'
import type { Projection, Row } from './projection.ts'

const COLUMNS = {
  company_external_id: 'text',
  at: 'timestamptz',
  title: 'text',
  people: 'jsonb',
  contact_external_ids: 'text[]',
} as const

const commonRowOf = (record: EmailRecord | CallRecord | MeetingRecord): Row => ({
  company_external_id: record.externalCustomerId,
  at: record.at,
  title: record.title,
  people: record.people,
  contact_external_ids: record.contactIds,
})

const TOMBSTONE = { people: [], contact_external_ids: [] }

export const emailProjection: Projection<'email'> = {
  kind: 'email',
  table: 'emails',
  isErasable: true,
  columns: { ...COLUMNS, direction: 'text', body: 'text' },
  rowOf: (email) => ({ ...commonRowOf(email), direction: email.direction, body: email.text }),
  tombstone: TOMBSTONE,
  facts: { title: 'title', at: 'at' },
  label: 'title',
}

export const callProjection: Projection<'call'> = {
  kind: 'call',
  table: 'calls',
  isErasable: true,
  columns: { ...COLUMNS, direction: 'text', state: 'text', duration_ms: 'bigint' },
  rowOf: (call) => ({
    ...commonRowOf(call),
    direction: call.direction,
    state: call.state,
    duration_ms: call.durationMs,
  }),
  tombstone: TOMBSTONE,
  facts: { title: 'title', state: 'state', at: 'at' },
  label: 'title',
}

export const meetingProjection: Projection<'meeting'> = {
  kind: 'meeting',
  table: 'meetings',
  isErasable: true,
  columns: { ...COLUMNS, state: 'text', ends_at: 'timestamptz', location: 'text' },
  rowOf: (meeting) => ({
    ...commonRowOf(meeting),
    state: meeting.state,
    ends_at: meeting.endsAt,
    location: meeting.location,
  }),
  tombstone: TOMBSTONE,
  facts: { title: 'title', state: 'state', at: 'at', endsAt: 'ends_at', location: 'location' },
  label: 'title',
}
