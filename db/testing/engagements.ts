/** E-mails, calls and meetings as a source gives them, with what a test does not care about filled in. */
import type { CallRecord, EmailRecord, MeetingRecord } from '#workflows/contracts/engagements.ts'

const common = {
  version: 1,
  externalCustomerId: '100',
  at: '2026-05-10T09:00:00.000Z',
  people: [{ role: 'with', name: 'Ada Osei', email: 'ada@northgate.example' }],
  contactIds: ['1'],
  changedAt: '2026-05-10T10:00:00.000Z',
} as const

export const makeEmail = (change: Partial<EmailRecord> = {}): EmailRecord => ({
  ...common,
  externalId: 'e1',
  title: 'Valves',
  direction: 'in',
  text: 'They leave tomorrow.',
  ...change,
})

export const makeCall = (change: Partial<CallRecord> = {}): CallRecord => ({
  ...common,
  externalId: 'c1',
  title: 'Readings',
  direction: 'out',
  durationMs: 60_000,
  state: 'held',
  ...change,
})

export const makeMeeting = (change: Partial<MeetingRecord> = {}): MeetingRecord => ({
  ...common,
  externalId: 'm1',
  title: 'Review',
  endsAt: '2026-05-10T10:00:00.000Z',
  location: 'Hall 3',
  state: 'planned',
  ...change,
})
