/** Who the customer is: the company on file, the people there, and for billing people whom invoices are made out to. */
import { Building2 } from 'lucide-react'
import type { Route } from './+types/page.ts'
import '../../languages/pages/company.ts'
import { revalidateOnLive, useLive } from '../../live/use-live.ts'
import { Blank } from '../../ui/show/blank.tsx'
import { Freshness } from '../../ui/show/freshness.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { FreshnessView } from '../api.ts'
import type { CompanyView } from '../billing-api.ts'
import { readPortal } from '../read-portal.ts'
import { StaleNote } from '../shell/stale-note.tsx'
import { titleOf } from '../shell/title-of.ts'
import { useFreshness } from '../shell/use-freshness.ts'
import { useSession } from '../shell/use-session.ts'
import { BillingDetails } from './billing-details.tsx'
import { CompanyFacts } from './company-facts.tsx'
import { CompanyTabs } from './company-tabs.tsx'
import { Contacts } from './contacts.tsx'

const INTERESTS = [
  { module: 'company', kind: 'company' },
  { module: 'company', kind: 'contact' },
  { module: 'billing', kind: 'customer' },
] as const

export async function loader(args: Route.LoaderArgs) {
  const [company, freshness] = await readPortal(args, (portal) =>
    Promise.all([portal.company.get(), portal.freshness.get()]),
  )
  return { company, freshness }
}

export const shouldRevalidate = revalidateOnLive(() => INTERESTS)

export const meta: Route.MetaFunction = (args) => titleOf(args, 'shell.place.company')

const seen = (freshness: FreshnessView | undefined) =>
  freshness === undefined ? undefined : (
    <Freshness source={freshness.source} seenAt={freshness.seenAt} />
  )

function Companies({ company, fresh }: { company: CompanyView; fresh: React.ReactNode }) {
  const text = useText()
  const { operator } = useSession()
  if (company.companies.length === 0) {
    return (
      <Blank
        icon={Building2}
        title={text('company.empty.title')}
        help={text('company.empty.help', { operator: operator.name })}
      />
    )
  }
  return company.companies.map((each, index) => (
    <CompanyFacts key={each.id} company={each} aside={index === 0 ? fresh : undefined} />
  ))
}

export default function CompanyPage({ loaderData }: Route.ComponentProps) {
  const { company } = loaderData
  const text = useText()
  const { operator } = useSession()
  const { hubspot, stripe } = useFreshness(loaderData.freshness)
  useLive(INTERESTS)
  return (
    <>
      <CompanyTabs current="company" />
      <div className="mb-6">
        <h1>{text('company.title')}</h1>
        <p className="mt-1 text-soft">{text('company.intro', { operator: operator.name })}</p>
      </div>
      <StaleNote freshness={hubspot} />
      {company.billing === null ? null : <StaleNote freshness={stripe} />}
      <div className="grid items-start gap-x-12 gap-y-8 wide:grid-cols-[minmax(0,1fr)_340px]">
        <div className="grid min-w-0 gap-8">
          <Companies company={company} fresh={seen(hubspot)} />
          <Contacts company={company} />
        </div>
        {company.billing === null ? null : (
          <BillingDetails details={company.billing} fresh={seen(stripe)} />
        )}
      </div>
    </>
  )
}
