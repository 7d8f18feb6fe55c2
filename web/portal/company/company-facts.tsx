/** What is on file about one company. A fact that is not on file says so: somebody may want to add it. */
import type { ReactNode } from 'react'
import { useJustChanged } from '../../live/use-live.ts'
import { OutsideLink } from '../../ui/action/outside-link.tsx'
import { Fact, Facts } from '../../ui/show/facts.tsx'
import { Section } from '../../ui/show/section.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { CompanyFactsView } from '../billing-api.ts'
import { Address } from './address.tsx'
import { PhoneLink } from './reach.tsx'

/** The source holds a bare domain; whatever is none is shown as it is. */
const urlOf = (domain: string): string | null =>
  /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(domain) ? `https://${domain}` : null

interface CompanyFactsProps {
  company: CompanyFactsView
  aside: ReactNode
}

export function CompanyFacts({ company, aside }: CompanyFactsProps) {
  const text = useText()
  const changed = useJustChanged(company.id)
  const { name, domain, phone, industry, address } = company
  const none = <span className="text-faint">{text('company.fact.none')}</span>
  return (
    <Section title={name} aside={aside} className={changed ? 'changed changed-block' : ''}>
      <div className="pt-4">
        <Facts>
          <Fact name={text('company.fact.address')}>
            <Address address={address} none={none} />
          </Fact>
          <Fact name={text('company.fact.phone')}>
            {phone === null ? none : <PhoneLink phone={phone} />}
          </Fact>
          <Fact name={text('company.fact.website')}>
            {domain === null ? none : <OutsideLink url={urlOf(domain)}>{domain}</OutsideLink>}
          </Fact>
          {industry === null ? null : <Fact name={text('company.fact.industry')}>{industry}</Fact>}
        </Facts>
      </div>
    </Section>
  )
}
