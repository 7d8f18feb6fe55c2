/** The inbox: every event with what became of it, newest first; its whole state is the URL. */
import { Inbox, SearchX } from 'lucide-react'
import { Link } from 'react-router'
import type { Route } from './+types/page.ts'
import { consoleText } from '../../languages/console-text.ts'
import { buttonClass } from '../../ui/action/button.tsx'
import { Blank } from '../../ui/show/blank.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { InboxView } from '../api.ts'
import { titleMeta } from '../parts/title.ts'
import { readConsole } from '../read-console.ts'
import { CALM_MS, useRefresh } from '../shell/use-refresh.ts'
import { InboxFilters } from './inbox-filters.tsx'
import { inboxPath, isFiltered, readInboxQuery, type InboxQuery } from './inbox-query.ts'
import { InboxTable } from './inbox-table.tsx'

const LIMIT = 50

export async function loader(args: Route.LoaderArgs) {
  const query = readInboxQuery(new URL(args.request.url).searchParams)
  const view = await readConsole(args, (api) => api.inbox.list({ ...query, limit: LIMIT }))
  return { query, view }
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
  const { query, view } = loaderData
  useRefresh(CALM_MS)
  return (
    <>
      <h1>{consoleText('inbox.title')}</h1>
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
