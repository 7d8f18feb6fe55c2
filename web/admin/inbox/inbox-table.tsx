/** Events as rows, each one link; cards on phones. `j` and `k` move, Enter opens. */
import { useRef } from 'react'
import { Link } from 'react-router'
import { consoleText } from '../../languages/console-text.ts'
import { useListKeys } from '../../ui/list/use-list-keys.ts'
import { TimeText } from '../../ui/text/time-text.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { InboxRow } from '../api.ts'
import { outcomeOf } from './outcome.ts'
import { OutcomeState } from './outcome-state.tsx'
import { CodeText } from '../parts/code-text.tsx'

export const eventPath = (id: string): string => `/admin/inbox/${id}`

const COLUMNS = ['event', 'verdict', 'record', 'tenant', 'connection'] as const
const nothing = () => undefined

function Row({ row }: { row: InboxRow }) {
  const text = useText()
  const { id, eventType, kind, externalId, externalCustomerId, tenant, connection, reason } = row
  return (
    <tr>
      <td className="id">
        <Link to={eventPath(id)} prefetch="intent" data-row={id} className="row-link">
          <CodeText>{eventType}</CodeText>
        </Link>
      </td>
      <td className="sum">
        <OutcomeState outcome={outcomeOf(row)} />
      </td>
      <td className="title" title={reason ?? undefined}>
        {kind === null ? null : (
          <span className="mr-1.5 text-soft">{consoleText(`shell.kind.${kind}`)}</span>
        )}
        {externalId === null ? null : <CodeText>{externalId}</CodeText>}
        {reason === null ? null : (
          <span className="block truncate text-meta text-faint">{reason}</span>
        )}
      </td>
      <td className="max-w-44 truncate">
        {tenant?.name ??
          (externalCustomerId === null ? null : (
            <span className="text-faint">{externalCustomerId}</span>
          ))}
      </td>
      <td className="max-w-40 truncate text-soft phone:text-right" title={connection.name}>
        {text(`common.source.${connection.source}`)}
      </td>
      <td className="num text-soft">
        <TimeText at={row.receivedAt} form="ago" />
      </td>
    </tr>
  )
}

export function InboxTable({ rows }: { rows: InboxRow[] }) {
  const table = useRef<HTMLTableElement>(null)
  useListKeys({ list: table, onToggle: nothing })
  return (
    <table ref={table} className="table cards phone:block">
      <caption className="sr-only">{consoleText('inbox.caption')}</caption>
      <thead>
        <tr>
          {COLUMNS.map((name) => (
            <th key={name} scope="col" className={name === 'record' ? 'title' : undefined}>
              {consoleText(`inbox.column.${name}`)}
            </th>
          ))}
          <th scope="col" className="num">
            {consoleText('inbox.column.received')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </tbody>
    </table>
  )
}
