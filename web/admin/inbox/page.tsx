/** The inbox: every event with what became of it, newest first; its whole state is the URL. */
import { Inbox, SearchX } from 'lucide-react'
import { Link, redirect } from 'react-router'
import type { Route } from './+types/page.ts'
import type { ConnectionId, InboxId, TenantId } from '#workflows/contracts/ids.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'
import { consoleText } from '../../languages/console-text.ts'
import { buttonClass } from '../../ui/action/button.tsx'
import { formText } from '../../ui/form/form-text.ts'
import { Blank } from '../../ui/show/blank.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { InboxView } from '../api.ts'
import { connectionPath, runPath } from '../connections/links.ts'
import { titleMeta } from '../parts/title.ts'
import { actOnConsole, readConsole } from '../read-console.ts'
import { useStaffPermission } from '../shell/use-console.ts'
import { CALM_MS, useRefresh } from '../shell/use-refresh.ts'
import { InboxFilters } from './inbox-filters.tsx'
import { inboxPath, isFiltered, readInboxQuery, RECEIVED, type InboxQuery } from './inbox-query.ts'
import { InboxTable } from './inbox-table.tsx'
import { DryRunButton, ReplayButton } from './replay-button.tsx'

const LIMIT = 50

export async function loader(args: Route.LoaderArgs) {
  const query = readInboxQuery(new URL(args.request.url).searchParams)
  const { received, ...filter } = query
  const since =
    received === null ? null : new Date(Date.now() - RECEIVED[received] * 3_600_000).toISOString()
  const view = await readConsole(args, (api) => api.inbox.list({ ...filter, since, limit: LIMIT }))
  return { query, since, view }
}

/** Events tried again, or what that would change, from here and from the page of one. */
export async function action(args: Route.ActionArgs) {
  const form = await args.request.formData()
  const asked = {
    commandId: formText(form, 'command'),
    connectionId: formText(form, 'connection') as ConnectionId,
    eventId: (formText(form, 'event') || null) as InboxId | null,
    kind: (formText(form, 'kind') || null) as RecordKind | null,
    tenantId: (formText(form, 'tenant') || null) as TenantId | null,
    receivedFrom: formText(form, 'since') || null,
  }
  const isDry = formText(form, 'intent') === 'dry_run'
  const outcome = await actOnConsole(args, (api) =>
    isDry ? api.inbox.dryRun(asked) : api.inbox.replay(asked),
  )
  if (outcome.type !== 'answered' || outcome.result.type !== 'reconcile_started') return outcome
  const [run, ...more] = outcome.result.runs
  throw redirect(run && more.length === 0 ? runPath(run.runId) : connectionPath(asked.connectionId))
}

export const meta: Route.MetaFunction = ({ error }) =>
  titleMeta(error, () => consoleText('inbox.title'))

interface ListProps {
  query: InboxQuery
  view: InboxView
}

function Nothing({ query }: { query: InboxQuery }) {
  const words = isFiltered(query) ? 'noMatch' : 'empty'
  return (
    <Blank
      icon={words === 'empty' ? Inbox : SearchX}
      title={consoleText(`inbox.${words}.title`)}
      help={consoleText(`inbox.${words}.help`)}
      action={
        words === 'empty' ? undefined : (
          <Link to="/admin/inbox" className={buttonClass()}>
            {consoleText('inbox.filter.clear')}
          </Link>
        )
      }
    />
  )
}

function Foot({ query, view }: ListProps) {
  const format = useFormat()
  const now = useNow()
  const { next, lookedBackTo, rows } = view
  const count = rows.length
  return (
    <nav
      aria-label={consoleText('inbox.pages')}
      className="flex flex-wrap items-center gap-2 pt-3 text-meta text-faint"
    >
      <p className="grow" suppressHydrationWarning>
        {lookedBackTo === null
          ? consoleText('inbox.range', { count, number: format.number(count) })
          : consoleText('inbox.lookedBack', { when: format.moment(lookedBackTo, now) })}
      </p>
      {query.before === null ? null : (
        <Link to={inboxPath(query)} className={buttonClass()}>
          {consoleText('shell.newest')}
        </Link>
      )}
      {next === null ? null : (
        <Link to={inboxPath(query, { before: next })} className={buttonClass()}>
          {consoleText(lookedBackTo === null ? 'shell.older' : 'inbox.lookFurther')}
        </Link>
      )}
    </nav>
  )
}

export default function InboxPage({ loaderData }: Route.ComponentProps) {
  const { query, since, view } = loaderData
  const { kind, tenantId: tenant } = query
  const mayReplay = useStaffPermission('runs:manage')
  // Where the list shows what it would be about: quarantined events of one connection, and not what a search found.
  const replayable =
    mayReplay &&
    query.outcome === 'quarantined' &&
    query.connectionId !== null &&
    query.customer === null &&
    query.q === ''
      ? view.rows.find(({ connection }) => connection.id === query.connectionId)?.connection
      : undefined
  useRefresh(CALM_MS)
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1>{consoleText('inbox.title')}</h1>
        <span className="grow" />
        {replayable === undefined ? null : (
          <>
            <DryRunButton connection={replayable} choice={{ kind, tenant, since }} />
            <ReplayButton connection={replayable} choice={{ kind, tenant, since }} />
          </>
        )}
      </div>
      <p className="mt-1 mb-4 text-soft">{consoleText('inbox.summary')}</p>
      <InboxFilters query={query} view={view} />
      {view.rows.length === 0 && view.lookedBackTo === null ? (
        <Nothing query={query} />
      ) : (
        <>
          {view.rows.length === 0 ? null : <InboxTable rows={view.rows} />}
          <Foot query={query} view={view} />
        </>
      )}
    </>
  )
}
