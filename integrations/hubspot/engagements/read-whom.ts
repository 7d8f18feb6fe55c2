/**
 * With whom engagements were: the one company each belongs to, and the contacts who took part. What was with several
 * companies, or with none, is nobody's: shown to one customer it would tell of the other.
 */
import type { z } from 'zod'
import type { HubspotApi } from '../read/api.ts'
import { readAssociated } from '../read/associated.ts'
import { companiesOf } from '../read/companies-of.ts'
import { batchRead } from '../read/library-models.ts'
import type { Person } from './map.ts'
import { PERSON_PROPERTIES, wirePerson } from './wire.ts'

export interface Whom {
  company: string
  people: readonly Person[]
}

/** HubSpot's own limit of a batch. */
const MAX_BATCH = 100

/** By the engagement's id; what is nobody's is not in it. */
export async function readWhom(
  api: HubspotApi,
  { plural, ids }: { plural: string; ids: readonly string[] },
  signal?: AbortSignal,
): Promise<Map<string, Whom>> {
  const of = (to: string) => readAssociated(api, { from: plural, to, ids }, signal)
  const [companies, contacts] = [await of('companies'), await of('contacts')]
  const idsIn = (found: Awaited<ReturnType<typeof of>>, id: string): string[] => [
    ...new Set((found.get(id) ?? []).map(({ toObjectId }) => toObjectId)),
  ]
  const people = await readPeople(
    api,
    [...new Set(ids.flatMap((id) => idsIn(contacts, id)))],
    signal,
  )
  const open = ids.filter((id) => idsIn(companies, id).length !== 1)
  const employers = await companiesOf(
    api,
    [...new Set(open.flatMap((id) => idsIn(contacts, id)))],
    signal,
  )
  const whom = new Map<string, Whom>()
  for (const id of ids) {
    const theirs = idsIn(contacts, id)
    const company = onlyOne(
      idsIn(companies, id),
      theirs.flatMap((contact) => employers.get(contact) ?? []),
    )
    if (company === null) continue
    whom.set(id, { company, people: theirs.flatMap((contact) => people.get(contact) ?? []) })
  }
  return whom
}

/** The one it is associated with; else the one that all who took part work for. */
function onlyOne(associated: readonly string[], employers: readonly string[]): string | null {
  const named = associated.length === 1 ? associated : [...new Set(employers)]
  const [first] = named
  return named.length === 1 && first !== undefined ? first : null
}

async function readPeople(
  api: HubspotApi,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Map<string, Person>> {
  const people = new Map<string, Person>()
  for (let at = 0; at < ids.length; at += MAX_BATCH) {
    const asked = batchRead(ids.slice(at, at + MAX_BATCH), PERSON_PROPERTIES)
    const { results } = await api.read(({ batches }) => batches.read('contacts', asked), signal)
    for (const item of results) {
      // A contact that cannot be read is told by its own kind; here it is somebody unknown.
      const wire = wirePerson.safeParse(item).data
      if (wire) people.set(wire.id, personOf(wire.id, wire.properties))
    }
  }
  return people
}

type Given = z.infer<typeof wirePerson>['properties']

function personOf(id: string, given: Given): Person {
  const name = [given.firstname, given.lastname].flatMap((part) => part?.trim() || []).join(' ')
  const emails = [given.email, ...(given.hs_additional_emails ?? '').split(';')]
  return {
    id,
    name: name || null,
    emails: emails.flatMap((email) => email?.trim().toLowerCase() || []),
  }
}
