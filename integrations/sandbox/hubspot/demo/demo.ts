/** Fills an empty portal: the companies, the people the order system knows, and their colleagues. Nobody is told. */
import { DAY } from '../../demo/calendar.ts'
import { findCustomer } from '../../demo/customers.ts'
import { createRandom, type Random } from '../../demo/random.ts'
import { createObject } from '../changes.ts'
import type { Portal } from '../portal.ts'
import { DEMO_COMPANIES, type DemoCompany } from './companies.ts'
import { addConversations } from './conversations.ts'

/** Days the companies have been in the CRM. */
const AGE = 700
/** Contacts get ids beside their company's, so that ids repeat on every machine. */
const CONTACT_STEP = 1_000_000

export interface DemoOptions {
  seed: number
  now: Date
}

interface Person {
  name: string
  email: string
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '.')

function peopleOf(company: DemoCompany): Person[] {
  const known = findCustomer(company.orders)?.people ?? []
  const more = company.people.map((name) => ({
    name,
    email: `${plain(name)}@${company.mailDomain}`,
  }))
  return [...known, ...more].slice(0, company.contacts)
}

export function fillDemo(portal: Portal, { seed, now }: DemoOptions): void {
  for (const company of DEMO_COMPANIES) {
    const random = createRandom(`${String(seed)}/hubspot/${company.id}`)
    const { id, properties } = company
    const since = now.getTime() - AGE * DAY
    const made = createObject(portal, { kind: 'company', id, properties, at: since })
    const contacts = peopleOf(company).map((person, index) => {
      const contact = createObject(portal, {
        kind: 'contact',
        id: String(Number(id) + CONTACT_STEP * (index + 1)),
        properties: contactOf(company, person, { random, index }),
        at: since + random.whole(1, AGE - 2) * DAY + random.whole(0, DAY - 1),
      })
      portal.store.associate({ contact: contact.id, company: id, primary: true })
      return contact
    })
    addConversations(portal, { company: made, contacts, random, now })
  }
}

function contactOf(
  { titles, phonePrefix }: DemoCompany,
  { name, email }: Person,
  { random, index }: { random: Random; index: number },
): Record<string, string> {
  const [firstname = name, ...rest] = name.split(' ')
  return {
    firstname,
    lastname: rest.join(' '),
    email,
    jobtitle: titles[index % titles.length] ?? '',
    ...(random.chance(0.8) ? { phone: `${phonePrefix}${String(random.whole(10, 99))}` } : {}),
  }
}
