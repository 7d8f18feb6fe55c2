/** What was written, said and met about with the operator: one timeline, newest first, moving by itself. */
import '../../languages/pages/communication.ts'
import { MessagesSquare } from 'lucide-react'
import { Link } from 'react-router'
import type { Route } from './+types/page.ts'
import { ENGAGEMENT_KINDS } from '#workflows/contracts/engagements.ts'
import { revalidateOnLive, useLive } from '../../live/use-live.ts'
import { buttonClass } from '../../ui/action/button.tsx'
import { Tabs } from '../../ui/list/tabs.tsx'
import { Blank } from '../../ui/show/blank.tsx'
import { Freshness } from '../../ui/show/freshness.tsx'
import { Section } from '../../ui/show/section.tsx'
import { Timeline } from '../../ui/show/timeline.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import { CompanyTabs } from '../company/company-tabs.tsx'
import { ListError } from '../list/list-error.tsx'
import { readPortal } from '../read-portal.ts'
import { StaleNote } from '../shell/stale-note.tsx'
import { titleOf } from '../shell/title-of.ts'
import { useFreshness } from '../shell/use-freshness.ts'
import { useSession } from '../shell/use-session.ts'
import { Engagement } from './engagement.tsx'
import { useAnnounceEngagements } from './use-announce-engagements.ts'

const LIMIT = 30
const VIEWS = ['all', ...ENGAGEMENT_KINDS] as const
type View = (typeof VIEWS)[number]

const INTERESTS = ENGAGEMENT_KINDS.map((kind) => ({ module: 'communication', kind }) as const)

const viewOf = (params: URLSearchParams): View =>
  VIEWS.find((view) => view === params.get('view')) ?? 'all'

export async function loader(args: Route.LoaderArgs) {
  const params = new URL(args.request.url).searchParams
  const query = { view: viewOf(params), cursor: params.get('page') || null, limit: LIMIT }
  const [communication, freshness] = await readPortal(args, (portal) =>
    Promise.all([portal.communication.list(query), portal.freshness.get()]),
  )
  return { communication, freshness, view: query.view }
}

export const shouldRevalidate = revalidateOnLive(() => INTERESTS)

export const meta: Route.MetaFunction = (args) =>
  titleOf(args, (text) => text('communication.title'))

interface PagesProps {
  view: View
  previous: string | null
  next: string | null
}

function Pages({ view, previous, next }: PagesProps) {
  const text = useText()
  const to = (page: string): string => `?${new URLSearchParams({ view, page }).toString()}`
  if (previous === null && next === null) return null
  return (
    <nav aria-label={text('communication.pages')} className="flex gap-2 pt-6">
      {previous === null ? null : (
        <Link to={to(previous)} prefetch="intent" className={buttonClass()}>
          {text('communication.newer')}
        </Link>
      )}
      {next === null ? null : (
        <Link to={to(next)} prefetch="intent" className={buttonClass()}>
          {text('communication.older')}
        </Link>
      )}
    </nav>
  )
}

export default function CommunicationPage({ loaderData }: Route.ComponentProps) {
  const { communication, view } = loaderData
  const text = useText()
  const { operator, tenant } = useSession()
  const { hubspot } = useFreshness(loaderData.freshness)
  useLive(INTERESTS)
  useAnnounceEngagements(communication.rows)
  const tabs = VIEWS.map((each) => ({
    to: `/t/${tenant.slug}/company/communication${each === 'all' ? '' : `?view=${each}`}`,
    label: text(`communication.view.${each}`),
    current: each === view,
  }))
  return (
    <>
      <CompanyTabs current="communication" />
      <div className="mb-4">
        <h1>{text('communication.title')}</h1>
        <p className="mt-1 max-w-[70ch] text-soft">
          {text('communication.intro', { operator: operator.name })}
        </p>
      </div>
      <StaleNote freshness={hubspot} />
      <Tabs label={text('communication.views')} tabs={tabs} />
      <Section
        title={text(`communication.view.${view}`)}
        aside={
          hubspot === undefined ? undefined : (
            <Freshness source={hubspot.source} seenAt={hubspot.seenAt} />
          )
        }
      >
        {communication.rows.length === 0 ? (
          <Blank
            icon={MessagesSquare}
            title={text(`communication.empty.${view}`)}
            help={text('communication.empty.help', { operator: operator.name })}
          />
        ) : (
          <Timeline>
            {communication.rows.map((each) => (
              <Engagement key={each.id} engagement={each} />
            ))}
          </Timeline>
        )}
      </Section>
      <Pages view={view} previous={communication.previous} next={communication.next} />
    </>
  )
}

export const ErrorBoundary = ({ error, params }: Route.ErrorBoundaryProps) => (
  <ListError of="communication" {...{ error, params }} />
)
