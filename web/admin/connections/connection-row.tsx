/** One connection as a row of words and numbers, and as a card on phones; each number leads to its rows. */
import { Link } from 'react-router'
import { consoleText } from '../../languages/console-text.ts'
import { cx } from '../../ui/cx.ts'
import { INK } from '../../ui/show/tone.ts'
import { TimeText } from '../../ui/text/time-text.tsx'
import { useNow } from '../../ui/text/use-now.tsx'
import { useFormat, useText } from '../../ui/text/use-text.tsx'
import type { ConnectionFacts } from '../api.ts'
import { CountLink, exact } from '../parts/count-link.tsx'
import { lagText } from '../parts/duration.ts'
import { percentText } from '../parts/percent.ts'
import { healthOf, needsLook } from './health.ts'
import { HealthState, toneOf } from './health-state.tsx'
import { connectionPath, errorRateOf, inboxOf, tenantsOf } from './links.ts'

interface CellProps {
  connection: ConnectionFacts
}

function ErrorsCell({ connection }: CellProps) {
  const format = useFormat()
  const { count, share } = errorRateOf(connection)
  const { failed, refused, received } = connection.hour
  const help = consoleText('connections.errorsHelp', {
    failed: format.number(failed),
    refused: format.number(refused),
    received: format.number(received.n),
  })
  const { name, id } = connection
  return (
    <td className="num" data-label={consoleText('connections.column.errors')} title={help}>
      <CountLink
        count={exact(count)}
        to={failed > 0 ? inboxOf(id, 'quarantined') : `${connectionPath(id)}#refused`}
        label={(number) => consoleText('connections.show.errors', { name, number })}
      />
      {count === 0 ? null : (
        <span className="ml-1.5 text-meta text-faint">{percentText(share)}</span>
      )}
    </td>
  )
}

function SetAsideCells({ connection }: CellProps) {
  const { id, name } = connection
  return (['quarantined', 'unmapped'] as const).map((what) => (
    <td key={what} className="num" data-label={consoleText(`connections.column.${what}`)}>
      <CountLink
        count={connection[what]}
        to={inboxOf(id, what)}
        label={(number) => consoleText(`connections.show.${what}`, { name, number })}
      />
    </td>
  ))
}

function WorkCells({ connection }: CellProps) {
  const { id, name, lagSeconds } = connection
  return (
    <>
      <td className="num" data-label={consoleText('connections.column.lag')}>
        <span className={lagSeconds === 0 ? 'text-faint' : undefined}>{lagText(lagSeconds)}</span>
      </td>
      <td className="num" data-label={consoleText('connections.column.backlog')}>
        <CountLink
          count={connection.backlog}
          to={inboxOf(id, 'waiting')}
          label={(number) => consoleText('connections.show.backlog', { name, number })}
        />
      </td>
    </>
  )
}

export function ConnectionRow({ connection }: CellProps) {
  const text = useText()
  const now = useNow(1_000)
  const health = healthOf(connection, now)
  const { id, name, source, lastSuccessAt, failure, stateReason } = connection
  const reason = stateReason ?? failure?.reason ?? null
  return (
    <tr>
      <td className="id title" title={name}>
        <Link to={connectionPath(id)} prefetch="intent" className="row-link font-medium">
          {name}
        </Link>{' '}
        <span className="text-meta text-faint">{text(`common.source.${source}`)}</span>
        {reason !== null && (needsLook(health) || health === 'paused') ? (
          <span className={cx('block truncate text-meta', INK[toneOf(health)])} title={reason}>
            {reason}
          </span>
        ) : null}
      </td>
      <td className="sum">
        <HealthState health={health} />
      </td>
      <td data-label={consoleText('connections.column.success')} className="text-soft">
        {lastSuccessAt === null ? (
          consoleText('shell.never')
        ) : (
          <TimeText at={lastSuccessAt} form="ago" />
        )}
      </td>
      <WorkCells connection={connection} />
      <ErrorsCell connection={connection} />
      <SetAsideCells connection={connection} />
      <td className="num" data-label={consoleText('connections.column.tenants')}>
        <CountLink
          count={exact(connection.tenants)}
          to={tenantsOf(id)}
          label={(number) => consoleText('connections.show.tenants', { name, number })}
        />
      </td>
    </tr>
  )
}
