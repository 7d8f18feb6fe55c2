/** One event of the inbox: what became of it and why, every fact known, its masked body, and its record's others. */
import { Link } from 'react-router'
import type { Route } from './+types/page.ts'
import type { InboxId } from '#workflows/contracts/ids.ts'
import { consoleText } from '../../languages/console-text.ts'
import { Section } from '../../ui/show/section.tsx'
import type { InboxEventView } from '../api.ts'
import { InboxTable } from '../inbox/inbox-table.tsx'
import { outcomeOf } from '../inbox/outcome.ts'
import { OutcomeState } from '../inbox/outcome-state.tsx'
import { DryRunButton, ReplayButton } from '../inbox/replay-button.tsx'
import { BackLink } from '../parts/back-link.tsx'
import { ExternalLink } from '../parts/external-link.tsx'
import { sizeText } from '../parts/size.ts'
import { titleMeta } from '../parts/title.ts'
import { readConsole } from '../read-console.ts'
import { useStaffPermission } from '../shell/use-console.ts'
import { EventBody } from './event-body.tsx'
import { EventFacts } from './event-facts.tsx'

export const loader = (args: Route.LoaderArgs) =>
  readConsole(args, (api) => api.inbox.get({ id: args.params.id as InboxId }))

export const meta: Route.MetaFunction = ({ error, loaderData }) =>
  titleMeta(error, () => loaderData.eventType)

function Verdict({ event }: { event: InboxEventView }) {
  const mayLink = useStaffPermission('links:create')
  const outcome = event.isClaimed ? 'working' : outcomeOf(event)
  const isLinkable = event.state === 'unmapped' && event.externalCustomerId !== null
  return (
    <div className="mb-6 max-w-[80ch]">
      <p className="text-soft">{consoleText(`inbox.outcomeHelp.${outcome}`)}</p>
      {event.reason === null ? null : (
        <p className="mt-1 break-words">
          <span className="text-faint">{consoleText('inbox.event.reason')}</span> {event.reason}
        </p>
      )}
      <p className="mt-2 flex flex-wrap gap-x-5 gap-y-1">
        {isLinkable && mayLink ? (
          <Link to="/admin/unmapped" className="link text-dense">
            {consoleText('inbox.event.toUnmapped')}
          </Link>
        ) : null}
        {event.workflowUrl === null ? null : (
          <ExternalLink href={event.workflowUrl} words={consoleText('inbox.event.workflow')} />
        )}
      </p>
    </div>
  )
}

export default function Event({ loaderData: event }: Route.ComponentProps) {
  const outcome = event.isClaimed ? 'working' : outcomeOf(event)
  const mayReplay = useStaffPermission('runs:manage') && event.state === 'quarantined'
  return (
    <>
      <BackLink to="/admin/inbox">{consoleText('inbox.event.back')}</BackLink>
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="break-all">{event.eventType}</h1>
        <OutcomeState outcome={outcome} badge />
        <span className="grow" />
        {mayReplay && event.externalId !== null ? (
          <DryRunButton connection={event.connection} choice={{ event: event.id }} />
        ) : null}
        {mayReplay ? (
          <ReplayButton connection={event.connection} choice={{ event: event.id }} />
        ) : null}
      </div>
      <Verdict event={event} />
      <EventFacts event={event} />
      <Section
        title={consoleText('inbox.event.body.title')}
        note={event.body === null ? undefined : consoleText('inbox.event.body.masked')}
        aside={
          <span className="text-meta text-faint">
            {consoleText('inbox.event.body.size', { size: sizeText(event.bytes) })}
          </span>
        }
        className="mt-8"
      >
        <EventBody body={event.body} bytes={event.bytes} />
      </Section>
      <Section title={consoleText('inbox.event.others.title')} className="mt-8">
        {event.others.length === 0 ? (
          <p className="pt-3 text-dense text-soft">{consoleText('inbox.event.others.none')}</p>
        ) : (
          <InboxTable rows={event.others} />
        )}
      </Section>
    </>
  )
}
