/** What of e-mails, calls and meetings a customer may see, and in which words. */
import { describe, expect, it } from 'vitest'
import { toCall, toEmail, toMeeting, type With } from './map.ts'
import { lineOf, textOf } from './text.ts'
import { wireCall, wireEmail, wireMeeting } from './wire.ts'

const updatedAt = new Date('2026-11-21T10:00:00.123Z')
const ines = {
  id: '51',
  name: 'Ines Keller',
  emails: ['ines@vellmar.example', 'ik@vellmar.example'],
}
const whom: With = { company: '7', people: [ines], atLeast: 0 }

const email = (properties: Record<string, string>, people = whom.people) =>
  toEmail(
    wireEmail.parse({
      id: '1',
      updatedAt,
      properties: {
        hs_timestamp: '2026-11-20T11:30:00+02:00',
        hs_email_direction: 'EMAIL',
        hs_email_status: 'SENT',
        hs_email_subject: ' Spare   valves ',
        hs_email_text: 'They leave tomorrow.',
        hs_email_from_email: 'Oskar@halden.example',
        hs_email_from_firstname: 'Oskar',
        hs_email_to_email: 'ines@vellmar.example;stores@vellmar.example',
        ...properties,
      },
    }),
    { ...whom, people },
  )

describe('an e-mail', () => {
  it('to a person of the customer is told with who wrote it to whom', () => {
    expect(email({})).toEqual({
      externalId: '1',
      version: updatedAt.getTime(),
      externalCustomerId: '7',
      at: '2026-11-20T09:30:00.000Z',
      title: 'Spare valves',
      direction: 'in',
      text: 'They leave tomorrow.',
      people: [
        { role: 'from', name: 'Oskar', email: 'oskar@halden.example' },
        { role: 'to', name: 'Ines Keller', email: 'ines@vellmar.example' },
        { role: 'to', name: null, email: 'stores@vellmar.example' },
      ],
      contactIds: ['51'],
      changedAt: updatedAt.toISOString(),
    })
  })

  it('from one of them is one they sent, whichever of their addresses they used', () => {
    const properties = {
      hs_email_direction: 'INCOMING_EMAIL',
      hs_email_status: '',
      hs_email_from_email: 'Ines <IK@vellmar.example>',
      hs_email_from_firstname: '',
      hs_email_to_email: 'oskar@halden.example',
    }
    const record = email(properties)
    expect(record?.direction).toBe('out')
    expect(record?.people[0]).toEqual({
      role: 'from',
      name: 'Ines Keller',
      email: 'ik@vellmar.example',
    })
  })

  it.each<[string, Record<string, string>]>([
    ['between people of the operator', { hs_email_to_email: 'mette@halden.example' }],
    ['forwarded into the CRM', { hs_email_direction: 'FORWARDED_EMAIL' }],
    ['that bounced', { hs_email_status: 'BOUNCED' }],
    ['that is not sent yet', { hs_email_status: 'SCHEDULED' }],
    ['of no time', { hs_timestamp: 'soon' }],
  ])('%s stays in the CRM', (_what, properties) => {
    expect(email(properties)).toBeNull()
  })

  it('filed at a company without a person of it stays in the CRM', () => {
    expect(email({}, [])).toBeNull()
  })
})

describe('calls and meetings', () => {
  const call = (people = whom.people) =>
    toCall(
      wireCall.parse({
        id: '2',
        updatedAt,
        properties: {
          hs_timestamp: '2026-11-20T09:30:00Z',
          hs_call_title: 'Readings',
          hs_call_direction: 'INBOUND',
          hs_call_duration: '720000',
          hs_call_status: 'NO_ANSWER',
          hs_call_body: 'They think of another supplier.',
        },
      }),
      { ...whom, people },
    )

  it('with a person of the customer are told by title, time and who was there, and no word of what staff noted', () => {
    expect(call()).toMatchObject({
      title: 'Readings',
      direction: 'out',
      durationMs: 720_000,
      state: 'missed',
      people: [{ role: 'with', name: 'Ines Keller', email: 'ines@vellmar.example' }],
    })
    expect(JSON.stringify(call())).not.toContain('supplier')
  })

  it('among people of the operator stay in the CRM', () => {
    expect(call([])).toBeNull()
  })

  it('begin when they are to begin, and say how they went', () => {
    const meeting = toMeeting(
      wireMeeting.parse({
        id: '3',
        updatedAt,
        properties: {
          hs_timestamp: '2026-11-19T09:30:00Z',
          hs_meeting_start_time: '2026-11-26T08:00:00Z',
          hs_meeting_end_time: '2026-11-26T09:30:00Z',
          hs_meeting_outcome: 'RESCHEDULED',
        },
      }),
      whom,
    )
    expect(meeting).toMatchObject({
      at: '2026-11-26T08:00:00.000Z',
      endsAt: '2026-11-26T09:30:00.000Z',
      state: 'moved',
      title: null,
      location: null,
    })
  })
})

describe('the words of a message', () => {
  it.each([
    ['Hello,\r\nthe valves.\r\n\r\n\r\n\r\nBye', 'Hello,\nthe valves.\n\nBye'],
    ['Thursday suits us.\n\n> On Wednesday?\n> Or later?', 'Thursday suits us.'],
    ['Fine.\nOn Mon, 3 Nov 2026 at 9:12, Oskar Brandt wrote:\nearlier words', 'Fine.'],
    ['a\u0007b\u202Ec\u200Bd\te', 'abcd e'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['> nothing but history', null],
    ['   ', null],
    [null, null],
  ])('%j is %j', (given, shown) => {
    expect(textOf(given)).toBe(shown)
  })

  it('are clipped at whole characters', () => {
    const long = textOf('🛢'.repeat(3_000)) ?? ''
    expect(Array.from(long)).toHaveLength(2_000)
    expect(long.isWellFormed()).toBe(true)
    expect(lineOf('x'.repeat(900))).toHaveLength(300)
  })
})
