/** The console's start page: every connection as one row, and what was sent to none. */
import { Plug } from 'lucide-react'
import type { Route } from './+types/page.ts'
import { consoleText } from '../../languages/console-text.ts'
import { Blank } from '../../ui/show/blank.tsx'
import { Section } from '../../ui/show/section.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { ConnectionsView } from '../api.ts'
import { RefusalList } from '../connection/refusal-list.tsx'
import { titleMeta } from '../parts/title.ts'
import { readConsole } from '../read-console.ts'
import { CALM_MS, QUICK_MS, useRefresh } from '../shell/use-refresh.ts'
import { ConnectionRow } from './connection-row.tsx'
import { healthOf, needsLook } from './health.ts'

export const loader = (args: Route.LoaderArgs) => readConsole(args, (api) => api.connections.list())

export const meta: Route.MetaFunction = ({ error }) =>
  titleMeta(error, () => consoleText('connections.title'))

const NUMBERS = ['lag', 'backlog', 'errors', 'quarantined', 'unmapped', 'tenants'] as const

function Table({ connections }: Pick<ConnectionsView, 'connections'>) {
  return (
    <table className="table cards phone:block">
      <caption className="sr-only">{consoleText('connections.caption')}</caption>
      <thead>
        <tr>
          <th scope="col" className="title">
            {consoleText('connections.column.name')}
          </th>
          <th scope="col">{consoleText('connections.column.state')}</th>
          <th scope="col">{consoleText('connections.column.success')}</th>
          {NUMBERS.map((name) => (
            <th key={name} scope="col" className="num">
              {consoleText(`connections.column.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {connections.map((connection) => (
          <ConnectionRow key={connection.id} connection={connection} />
        ))}
      </tbody>
    </table>
  )
}

function Summary({ connections, measuredAt }: Omit<ConnectionsView, 'strays'>) {
  const format = useFormat()
  const now = useNow(1_000)
  const total = connections.length
  const ill = connections.filter((each) => needsLook(healthOf(each, now))).length
  const number = format.number(total)
  const paused = connections.filter(({ state }) => state === 'paused').length
  const allWork =
    total === 1
      ? consoleText('connections.summary.wellOne')
      : consoleText('connections.summary.well', { number })
  const well =
    paused === 0
      ? allWork
      : consoleText('connections.summary.paused', { number: format.number(paused), total: number })
  return (
    <p className="mt-1 mb-5 text-soft" suppressHydrationWarning>
      {ill === 0
        ? well
        : consoleText('connections.summary.ill', {
            count: ill,
            number: format.number(ill),
            total: number,
          })}{' '}
      {consoleText('connections.summary.measured', { when: format.ago(measuredAt, now) })}
    </p>
  )
}

export default function Connections({ loaderData }: Route.ComponentProps) {
  const { connections, strays } = loaderData
  const isReading = connections.some(({ runs }) => runs.some(({ state }) => state === 'running'))
  useRefresh(isReading ? QUICK_MS : CALM_MS)
  return (
    <>
      <h1>{consoleText('connections.title')}</h1>
      {connections.length === 0 ? (
        <Blank
          icon={Plug}
          title={consoleText('connections.empty.title')}
          help={consoleText('connections.empty.help')}
        />
      ) : (
        <>
          <Summary {...loaderData} />
          <Table connections={connections} />
        </>
      )}
      {strays.reasons.length > 0 ? (
        <Section
          title={consoleText('connections.strays.title')}
          note={consoleText('connection.refusals.note')}
          className="mt-8"
        >
          <p className="max-w-[72ch] pt-3 text-dense text-soft">
            {consoleText('connections.strays.help')}
          </p>
          <RefusalList refusals={strays} />
        </Section>
      ) : null}
    </>
  )
}
