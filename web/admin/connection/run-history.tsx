/** The last runs of a connection, newest first. */
import { Link } from 'react-router'
import { consoleText } from '../../languages/console-text.ts'
import { TimeText } from '../../ui/text/time-text.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { RunView } from '../api.ts'
import { runPath } from '../connections/links.ts'
import { durationText, secondsBetween } from '../parts/duration.ts'
import { differencesOf } from '../run/differences-of.ts'
import { starterOf } from './run-origin.tsx'
import { RunState } from './run-state.tsx'

const NUMBERS = ['fetched', 'written', 'unchanged', 'aside', 'duration'] as const

/** A rebuild is a backfill that also finds what is gone. */
const laneWord = ({ lane, findsDeletions }: RunView): string =>
  lane === 'backfill' && findsDeletions
    ? consoleText('connection.rebuildLane')
    : consoleText(`connection.lane.${lane}`)

/** Which records, and of a reconciliation what it found, which leads to the list of it. */
function What({ run }: { run: RunView }) {
  const format = useFormat()
  const kind = consoleText(`shell.kinds.${run.kind}`)
  const count = differencesOf(run)
  const found =
    count === 0
      ? consoleText('connection.noDifference')
      : consoleText('connection.differs', { count, number: format.number(count) })
  const words = [laneWord(run), ...(run.tenantName === null ? [] : [run.tenantName])]
  return (
    <>
      {run.lane === 'reconcile' ? (
        <Link to={runPath(run.id)} className="link font-medium">
          {kind}
        </Link>
      ) : (
        <span className="font-medium">{kind}</span>
      )}{' '}
      <span className="text-meta text-faint">{words.join(', ')}</span>
      {run.lane === 'reconcile' && run.state === 'completed' ? (
        <span className={`block text-meta ${count === 0 ? 'text-faint' : 'text-warn'}`}>
          {found}
        </span>
      ) : null}
    </>
  )
}

function Row({ run }: { run: RunView }) {
  const format = useFormat()
  const label = (name: 'by' | (typeof NUMBERS)[number]) => consoleText(`connection.runs.${name}`)
  return (
    <tr>
      <td className="title">
        <What run={run} />
        {run.reason === null ? null : (
          <span className="block truncate text-meta text-bad" title={run.reason}>
            {run.reason}
          </span>
        )}
      </td>
      <td className="sum">
        <RunState run={run} />
      </td>
      <td className="text-soft">
        <TimeText at={run.startedAt} form="moment" />
      </td>
      <td className="max-w-48 truncate text-soft" data-label={label('by')} title={run.startedBy}>
        {starterOf(run)}
        {run.startedBecause === null ? null : (
          <span className="block truncate text-meta text-faint" title={run.startedBecause}>
            {run.startedBecause}
          </span>
        )}
      </td>
      <td className="num" data-label={label('fetched')}>
        {format.number(run.fetched)}
      </td>
      <td className="num" data-label={label('written')}>
        {format.number(run.written)}
      </td>
      <td className="num" data-label={label('unchanged')}>
        {format.number(run.unchanged)}
      </td>
      <td className="num" data-label={label('aside')}>
        {format.number(run.unmapped + run.quarantined)}
      </td>
      <td className="num text-soft" data-label={label('duration')}>
        {durationText(secondsBetween(run.startedAt, run.finishedAt ?? run.updatedAt))}
      </td>
    </tr>
  )
}

export function RunHistory({ runs }: { runs: RunView[] }) {
  if (runs.length === 0) {
    return <p className="pt-3 text-dense text-soft">{consoleText('connection.runs.empty')}</p>
  }
  return (
    <table className="table cards phone:block">
      <caption className="sr-only">{consoleText('connection.runs.caption')}</caption>
      <thead>
        <tr>
          <th scope="col" className="title">
            {consoleText('connection.runs.kind')}
          </th>
          <th scope="col">{consoleText('connection.runs.state')}</th>
          <th scope="col">{consoleText('connection.runs.started')}</th>
          <th scope="col">{consoleText('connection.runs.by')}</th>
          {NUMBERS.map((name) => (
            <th key={name} scope="col" className="num">
              {consoleText(`connection.runs.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <Row key={run.id} run={run} />
        ))}
      </tbody>
    </table>
  )
}
