/** What of the sandbox's e-mails, calls and meetings a customer may see, as facts: told from the raw state alone. */
import { momentIn, nestedIn, textIn, textOf, type AnyObject, type Facts } from './facts.ts'

export interface Engagements {
  contacts: AnyObject[]
  associations: AnyObject[]
  engagements: AnyObject[]
  ties: AnyObject[]
}

/** What is looked up for each engagement. */
interface Index {
  tiesOf: ReadonlyMap<unknown, AnyObject[]>
  employersOf: ReadonlyMap<unknown, AnyObject[]>
  contactOf: ReadonlyMap<unknown, AnyObject>
}

/** Whose an engagement is: the one company it is filed at, else the one its people work for. */
function companyOf({ tiesOf, employersOf }: Index, id: unknown): string | null {
  const ties = tiesOf.get(id) ?? []
  const filed = ties.filter((tie) => tie['kind'] === 'company').map((tie) => tie['other'])
  const people = ties.filter((tie) => tie['kind'] === 'contact').map((tie) => tie['other'])
  const employers = people
    .flatMap((person) => employersOf.get(person) ?? [])
    .map((each) => each['company'])
  const named = filed.length === 1 ? filed : [...new Set(employers)]
  return named.length === 1 ? String(named[0]) : null
}

function peopleOf({ tiesOf, contactOf }: Index, id: unknown): AnyObject[] {
  const people = new Set<AnyObject>()
  for (const tie of tiesOf.get(id) ?? []) {
    const contact = contactOf.get(tie['other'])
    if (contact) people.add(contact)
  }
  return [...people]
}

const emailOf = (contact: AnyObject): string =>
  (textOf(nestedIn(contact, 'properties')['email']) ?? '').toLowerCase()

/** @param ours ids of companies */
export function addEngagements(facts: Facts, state: Engagements, ours: ReadonlySet<unknown>): void {
  const index: Index = {
    tiesOf: Map.groupBy(state.ties, (tie) => tie['engagement']),
    employersOf: Map.groupBy(
      state.associations.filter((each) => each['primary'] === true),
      (each) => each['contact'],
    ),
    contactOf: new Map(state.contacts.map((contact) => [contact['id'], contact])),
  }
  for (const engagement of state.engagements) {
    const { id } = engagement
    if (!ours.has(companyOf(index, id))) continue
    const given = nestedIn(engagement, 'properties')
    const people = peopleOf(index, id)
    const kind = textIn(engagement, 'kind')
    const with_ = people.map((contact) => textIn(contact, 'id')).toSorted()
    if (people.length === 0 || momentIn(given, 'hs_timestamp') === null) continue
    if (kind === 'email') {
      const theirs = people.map(emailOf)
      const named = ['from', 'to', 'cc'].flatMap((role) =>
        (textOf(given[`hs_email_${role}_email`]) ?? '').toLowerCase().split(';'),
      )
      if (!named.some((address) => address !== '' && theirs.includes(address))) continue
      facts.set(`email ${textIn(engagement, 'id')}`, {
        title: textOf(given['hs_email_subject']),
        at: momentIn(given, 'hs_timestamp'),
        direction: given['hs_email_direction'] === 'INCOMING_EMAIL' ? 'out' : 'in',
        with: with_.join(),
      })
    } else if (kind === 'call') {
      facts.set(`call ${textIn(engagement, 'id')}`, {
        title: textOf(given['hs_call_title']),
        at: momentIn(given, 'hs_timestamp'),
        with: with_.join(),
      })
    } else {
      facts.set(`meeting ${textIn(engagement, 'id')}`, {
        title: textOf(given['hs_meeting_title']),
        at: momentIn(given, 'hs_meeting_start_time') ?? momentIn(given, 'hs_timestamp'),
        location: textOf(given['hs_meeting_location']),
        with: with_.join(),
      })
    }
  }
}
