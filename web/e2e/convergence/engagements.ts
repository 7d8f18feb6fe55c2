/** What of the sandbox's e-mails, calls and meetings a customer may see, as facts: told from the raw state alone. */
import { momentIn, nestedIn, textIn, textOf, type AnyObject, type Facts } from './facts.ts'

export interface Engagements {
  contacts: AnyObject[]
  associations: AnyObject[]
  engagements: AnyObject[]
  ties: AnyObject[]
}

/** Whose an engagement is: the one company it is filed at, else the one its people work for. */
function companyOf(state: Engagements, id: unknown): string | null {
  const ties = state.ties.filter((tie) => tie['engagement'] === id)
  const filed = ties.filter((tie) => tie['kind'] === 'company').map((tie) => tie['other'])
  const people = ties.filter((tie) => tie['kind'] === 'contact').map((tie) => tie['other'])
  const employers = state.associations
    .filter((each) => each['primary'] === true && people.includes(each['contact']))
    .map((each) => each['company'])
  const named = filed.length === 1 ? filed : [...new Set(employers)]
  return named.length === 1 ? String(named[0]) : null
}

const peopleOf = (state: Engagements, id: unknown): AnyObject[] =>
  state.contacts.filter((contact) =>
    state.ties.some((tie) => tie['engagement'] === id && tie['other'] === contact['id']),
  )

const emailOf = (contact: AnyObject): string =>
  (textOf(nestedIn(contact, 'properties')['email']) ?? '').toLowerCase()

export function addEngagements(facts: Facts, state: Engagements, company: string): void {
  for (const engagement of state.engagements) {
    const { id } = engagement
    if (companyOf(state, id) !== company) continue
    const given = nestedIn(engagement, 'properties')
    const people = peopleOf(state, id)
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
