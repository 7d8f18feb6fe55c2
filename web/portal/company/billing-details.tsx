/** Whom invoices are made out to. */
import type { ReactNode } from 'react'
import { useJustChanged } from '../../live/use-live.ts'
import { cx } from '../../ui/cx.ts'
import { Section } from '../../ui/show/section.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { BillingDetailsView } from '../billing-api.ts'
import { Address } from './address.tsx'
import { MailLink, PhoneLink } from './reach.tsx'

function Details({ details }: { details: BillingDetailsView }) {
  const text = useText()
  const changed = useJustChanged(details.id)
  const { name, email, phone, address, taxIds } = details
  const none = <span className="text-faint">{text('company.fact.none')}</span>
  const facts: [string, ReactNode][] = [
    [
      text('company.fact.address'),
      <>
        {name === null ? null : <span className="block font-medium">{name}</span>}
        <Address address={address} none={none} />
      </>,
    ],
    [text('company.fact.email'), email === null ? none : <MailLink email={email} />],
    [
      text('company.fact.taxIds'),
      taxIds.length === 0 ? none : <span className="tabular-nums">{taxIds.join(', ')}</span>,
    ],
  ]
  if (phone !== null) facts.push([text('company.fact.phone'), <PhoneLink phone={phone} />])
  return (
    <dl className={cx('grid gap-4 py-4', changed && 'changed changed-block')}>
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt className="mb-0.5 text-meta text-faint">{term}</dt>
          <dd className="break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

interface BillingDetailsProps {
  details: BillingDetailsView[]
  fresh: ReactNode
}

export function BillingDetails({ details, fresh }: BillingDetailsProps) {
  const text = useText()
  return (
    <Section title={text('company.billing.title')} aside={fresh}>
      {details.length === 0 ? (
        <p className="pt-3 text-soft">{text('company.billing.empty')}</p>
      ) : (
        <>
          <p className="pt-3 text-meta text-faint">{text('company.billing.help')}</p>
          {details.map((each) => (
            <Details key={each.id} details={each} />
          ))}
        </>
      )}
    </Section>
  )
}
