/** Tenants by name with what they hold; found by a part of the name. */
import { Building2, SearchX, X } from 'lucide-react'
import { Form, Link } from 'react-router'
import type { Route } from './+types/page.ts'
import { isUuid, type ConnectionId, type TenantId } from '#workflows/contracts/ids.ts'
import { consoleText } from '../../languages/console-text.ts'
import { Button, buttonClass } from '../../ui/action/button.tsx'
import { Input } from '../../ui/form/input.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Blank } from '../../ui/show/blank.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { TenantsView } from '../api.ts'
import { titleMeta } from '../parts/title.ts'
import { readConsole } from '../read-console.ts'
import { useConsole } from '../shell/use-console.ts'
import { TenantTable } from './tenant-table.tsx'

const LIMIT = 50

function readQuery(params: URLSearchParams) {
  const connection = params.get('connection')
  const id = params.get('id')
  const name = params.get('after')
  return {
    q: (params.get('q') ?? '').trim().slice(0, 100),
    connectionId: connection !== null && isUuid(connection) ? (connection as ConnectionId) : null,
    after:
      name !== null && id !== null && isUuid(id)
        ? { name: name.slice(0, 200), id: id as TenantId }
        : null,
  }
}

type Query = ReturnType<typeof readQuery>

export async function loader(args: Route.LoaderArgs) {
  const query = readQuery(new URL(args.request.url).searchParams)
  const view = await readConsole(args, (api) => api.tenants.list({ ...query, limit: LIMIT }))
  return { query, view }
}

export const meta: Route.MetaFunction = ({ error }) =>
  titleMeta(error, () => consoleText('tenants.title'))

function pathOf({ q, connectionId, after }: Query): string {
  const params = new URLSearchParams({
    ...(q === '' ? {} : { q }),
    ...(connectionId === null ? {} : { connection: connectionId }),
    ...(after === null ? {} : { after: after.name, id: after.id }),
  }).toString()
  return params === '' ? '/admin/tenants' : `/admin/tenants?${params}`
}

interface ListProps {
  query: Query
  view: TenantsView
}

function Tools({ query, view }: ListProps) {
  const { connectionId, q } = query
  const name = view.connectionName
  return (
    <Form
      key={pathOf(query)}
      action="/admin/tenants"
      role="search"
      aria-label={consoleText('tenants.search')}
      className="mb-3 flex flex-wrap items-center gap-2"
    >
      {connectionId === null ? null : (
        <input type="hidden" name="connection" value={connectionId} />
      )}
      <Input
        name="q"
        type="search"
        defaultValue={q}
        aria-label={consoleText('tenants.search')}
        placeholder={consoleText('tenants.search')}
        className="h-(--control) max-w-72 min-w-52 flex-1 border-line-strong phone:max-w-none"
      />
      <Button type="submit">{consoleText('tenants.searchButton')}</Button>
      {connectionId === null ? null : (
        <Link
          to={pathOf({ ...query, connectionId: null, after: null })}
          title={consoleText('tenants.removeFilter')}
          className="inline-flex h-(--chip) items-center gap-1 rounded-2 border border-line-strong px-2 text-dense text-soft hover:bg-hover hover:text-ink"
        >
          {name === null
            ? consoleText('tenants.ofUnknown')
            : consoleText('tenants.ofConnection', { name })}
          <Icon of={X} size={14} className="text-faint" />
        </Link>
      )}
      {q === '' ? null : (
        <Link to={pathOf({ ...query, q: '', after: null })} className="link px-1 text-dense">
          {consoleText('tenants.clearSearch')}
        </Link>
      )}
    </Form>
  )
}

function Nothing({ query: { q } }: Pick<ListProps, 'query'>) {
  return q === '' ? (
    <Blank
      icon={Building2}
      title={consoleText('tenants.empty.title')}
      help={consoleText('tenants.empty.help')}
    />
  ) : (
    <Blank
      icon={SearchX}
      title={consoleText('tenants.noMatch.title', { words: q })}
      help={consoleText('tenants.noMatch.help')}
    />
  )
}

function Foot({ query, view }: ListProps) {
  const format = useFormat()
  const count = view.rows.length
  return (
    <nav
      aria-label={consoleText('tenants.pages')}
      className="flex items-center gap-2 pt-3 text-meta text-faint"
    >
      <p className="grow">
        {consoleText('tenants.count', { count, number: format.number(count) })}
      </p>
      {query.after === null ? null : (
        <Link to={pathOf({ ...query, after: null })} className={buttonClass()}>
          {consoleText('shell.first')}
        </Link>
      )}
      {view.next === null ? null : (
        <Link to={pathOf({ ...query, after: view.next })} className={buttonClass()}>
          {consoleText('shell.next')}
        </Link>
      )}
    </nav>
  )
}

export default function Tenants({ loaderData }: Route.ComponentProps) {
  const { query, view } = loaderData
  const { operator } = useConsole()
  return (
    <>
      <h1>{consoleText('tenants.title')}</h1>
      <p className="mt-1 mb-4 text-soft">
        {consoleText('tenants.summary', { operator: operator.name })}
      </p>
      <Tools query={query} view={view} />
      {view.rows.length === 0 ? (
        <Nothing query={query} />
      ) : (
        <>
          <TenantTable rows={view.rows} />
          <Foot query={query} view={view} />
        </>
      )}
    </>
  )
}
