/** The people on file at the company: what they do there, and how they are reached. */
import { Users } from 'lucide-react'
import { useJustChanged } from '../../live/use-live.ts'
import { cx } from '../../ui/cx.ts'
import { Blank } from '../../ui/show/blank.tsx'
import { Face } from '../../ui/show/face.tsx'
import { Section } from '../../ui/show/section.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { CompanyView, ContactView } from '../billing-api.ts'
import { useSession } from '../shell/use-session.ts'
import { MailLink, PhoneLink } from './reach.tsx'

interface ContactProps {
  contact: ContactView
  /** Of several companies the one this person belongs to; null: there is no choice to tell. */
  companyName: string | null
}

function Contact({ contact, companyName }: ContactProps) {
  const text = useText()
  const changed = useJustChanged(contact.id)
  const { name, jobTitle, email, phone } = contact
  const role =
    jobTitle !== null && companyName !== null
      ? text('company.contacts.roleAt', { role: jobTitle, company: companyName })
      : (jobTitle ?? companyName)
  return (
    <li
      className={cx(
        'grid grid-cols-[28px_minmax(0,1fr)] items-center gap-x-3 gap-y-1 border-b border-line py-2.5 last:border-b-0',
        'desk:grid-cols-[28px_minmax(0,2fr)_minmax(0,2fr)_minmax(0,1fr)]',
        changed && 'changed changed-block',
      )}
    >
      <Face name={name} />
      <span className="min-w-0">
        <span className="block truncate font-medium">{name}</span>
        {role === null ? null : <span className="block truncate text-meta text-faint">{role}</span>}
      </span>
      <span className="min-w-0 text-dense phone:col-start-2">
        {email === null ? null : <MailLink email={email} />}
      </span>
      <span className="min-w-0 text-dense phone:col-start-2 desk:text-right">
        {phone === null ? null : <PhoneLink phone={phone} />}
      </span>
    </li>
  )
}

function useCounted({ contacts, contactCount }: CompanyView): string {
  const text = useText()
  const format = useFormat()
  const number = format.number(contactCount)
  return contacts.length < contactCount
    ? text('company.contacts.some', { shown: format.number(contacts.length), number })
    : text('company.contacts.count', { count: contactCount, number })
}

export function Contacts({ company }: { company: CompanyView }) {
  const text = useText()
  const { operator } = useSession()
  const counted = useCounted(company)
  const { contacts, companies } = company
  const companyOf = ({ companyId }: ContactView): string | null =>
    companies.length < 2 ? null : (companies.find(({ id }) => id === companyId)?.name ?? null)
  if (contacts.length === 0) {
    return (
      <Section title={text('company.contacts.title')}>
        <Blank
          icon={Users}
          title={text('company.contacts.empty')}
          help={text('company.contacts.emptyHelp', { operator: operator.name })}
        />
      </Section>
    )
  }
  return (
    <Section
      title={text('company.contacts.title')}
      aside={<span className="text-meta text-faint">{counted}</span>}
    >
      <ul>
        {contacts.map((contact) => (
          <Contact key={contact.id} contact={contact} companyName={companyOf(contact)} />
        ))}
      </ul>
    </Section>
  )
}
