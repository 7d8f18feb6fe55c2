/** What the people of Halden and of a customer write, say and meet about; beside it what stays between themselves. */
import { atWork, DAY } from '../../demo/calendar.ts'
import type { Random } from '../../demo/random.ts'
import { logEngagement } from '../engagements.ts'
import type { CrmObject, EngagementKind } from '../objects.ts'
import type { Portal } from '../portal.ts'

const SALES = { name: 'Mette Halden', email: 'mette@halden.example' }
const SERVICE = { name: 'Oskar Brandt', email: 'oskar@halden.example' }

interface Piece {
  kind: EngagementKind
  /** Days before now; after it where negative. */
  ago: number
  title: string
  text?: string
  /** From the customer's side. */
  incoming?: boolean
  by: typeof SALES
  minutes?: number
  status?: string
  place?: string
  /** Between people of Halden: filed at the customer, and not for them. */
  internal?: boolean
}

const PIECES: readonly Piece[] = [
  {
    kind: 'meeting',
    ago: -6,
    title: 'Walk through the works before the winter shutdown',
    by: SERVICE,
    minutes: 90,
    status: 'SCHEDULED',
    place: 'At your site, main gate',
  },
  {
    kind: 'email',
    ago: 1,
    title: 'Delivery window for the spare valves',
    text: 'Good morning,\n\nthe spare valves leave our works tomorrow and reach you the day after, between 8 and 12. The driver calls half an hour before.\n\nPlease keep the ramp free, the pallet is 1.2 m wide.\n\nKind regards\nOskar Brandt',
    by: SERVICE,
  },
  {
    kind: 'email',
    ago: 2,
    title: 'Re: Delivery window for the spare valves',
    text: 'Hello Oskar,\n\nThursday suits us better, the ramp is taken on Wednesday. Can you move it?\n\nThank you!\n\n> Good morning,\n> the spare valves leave our works tomorrow',
    incoming: true,
    by: SERVICE,
  },
  {
    kind: 'call',
    ago: 4,
    title: 'Pressure readings after the last service',
    by: SERVICE,
    minutes: 12,
    status: 'COMPLETED',
  },
  {
    kind: 'email',
    ago: 4,
    title: 'They ask for the third time: can we offer more?',
    text: 'Mette, between us: there is room for another 4 % before the margin hurts.',
    by: SERVICE,
    internal: true,
  },
  {
    kind: 'call',
    ago: 5,
    title: 'Back office: how far can we go',
    by: SALES,
    minutes: 7,
    internal: true,
  },
  {
    kind: 'call',
    ago: 9,
    title: 'Question about the maintenance contract',
    incoming: true,
    by: SALES,
    status: 'NO_ANSWER',
  },
  {
    kind: 'meeting',
    ago: 16,
    title: 'Yearly review: service, spare parts, next year',
    by: SALES,
    minutes: 60,
    status: 'COMPLETED',
    place: 'Video call',
  },
  {
    kind: 'email',
    ago: 21,
    title: 'Minutes of our review and the list of wear parts',
    text: 'Dear all,\n\nas agreed: the minutes of Tuesday and the list of wear parts with lead times. Anything that is red in the list should be ordered before the middle of next month, because our supplier closes for three weeks.\n\nIf something is missing, tell me by Friday and I add it.\n\nBest regards\nMette Halden\n\nHalden Process Technology\nThis message is meant for its recipients only.',
    by: SALES,
  },
  {
    kind: 'meeting',
    ago: 33,
    title: 'Visit of the service team',
    by: SERVICE,
    minutes: 120,
    status: 'CANCELED',
    place: 'At your site',
  },
]

const MINUTE = 60_000

export interface Circle {
  company: CrmObject
  contacts: readonly CrmObject[]
  random: Random
  now: Date
}

/** Ids are made of the company's, so that they repeat on every machine. */
export function addConversations(portal: Portal, { company, contacts, random, now }: Circle): void {
  for (const [place, piece] of PIECES.entries()) {
    const at = atWork(new Date(now.getTime() - piece.ago * DAY), random)
    const people = piece.internal ? [] : random.shuffled(contacts).slice(0, random.whole(1, 2))
    logEngagement(portal, {
      kind: piece.kind,
      id: String(Number(company.id) + 500_000_000 + place * 10_000),
      properties: propertiesOf(piece, { at, people }),
      companies: [company.id],
      contacts: people.map(({ id }) => id),
      // What is planned was entered some days ago.
      at: Math.min(at.getTime(), now.getTime() - DAY),
    })
  }
}

interface Facts {
  at: Date
  people: readonly CrmObject[]
}

function propertiesOf(piece: Piece, { at, people }: Facts): Record<string, string> {
  const { kind, title, minutes = 0, status = '', place = '' } = piece
  const timestamp = { hs_timestamp: at.toISOString() }
  if (kind === 'call') {
    return {
      ...timestamp,
      hs_call_title: title,
      hs_call_direction: piece.incoming ? 'INBOUND' : 'OUTBOUND',
      hs_call_status: status || 'COMPLETED',
      hs_call_duration: String(minutes * MINUTE),
      hs_call_body: 'Not for anybody outside: they are thinking of another supplier.',
    }
  }
  if (kind === 'meeting') {
    return {
      ...timestamp,
      hs_meeting_title: title,
      hs_meeting_start_time: at.toISOString(),
      hs_meeting_end_time: new Date(at.getTime() + minutes * MINUTE).toISOString(),
      hs_meeting_location: place,
      hs_meeting_outcome: status,
      hs_internal_meeting_notes: 'Not for anybody outside.',
    }
  }
  return { ...timestamp, ...mailOf(piece, people) }
}

function mailOf({ title, text = '', by, ...piece }: Piece, people: readonly CrmObject[]) {
  const theirs = people.map(({ properties }) => properties['email'] ?? '')
  const [sender] = people
  const [firstname = '', lastname = ''] = by.name.split(' ')
  const words = { hs_email_subject: title, hs_email_text: text, hs_email_status: 'SENT' }
  if (piece.incoming) {
    return {
      ...words,
      hs_email_direction: 'INCOMING_EMAIL',
      hs_email_from_email: theirs[0] ?? '',
      hs_email_from_firstname: sender?.properties['firstname'] ?? '',
      hs_email_from_lastname: sender?.properties['lastname'] ?? '',
      hs_email_to_email: by.email,
      hs_email_cc_email: theirs.slice(1).join(';'),
    }
  }
  return {
    ...words,
    hs_email_direction: 'EMAIL',
    hs_email_from_email: by.email,
    hs_email_from_firstname: firstname,
    hs_email_from_lastname: lastname,
    hs_email_to_email: piece.internal ? SALES.email : theirs.join(';'),
    hs_email_cc_email: '',
  }
}
