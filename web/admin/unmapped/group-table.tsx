/** Customers without a tenant as rows; the one thing to do with each is at its end. */
import type { ReactNode } from 'react'
import { Link2 } from 'lucide-react'
import { consoleText } from '../../languages/console-text.ts'
import { Button } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { TimeText } from '../../ui/text/time-text.tsx'
import { useText } from '../../ui/text/use-text.tsx'
import type { UnmappedGroup } from '../api.ts'
import { inboxPath, NO_FILTER } from '../inbox/inbox-query.ts'
import { CodeText } from '../parts/code-text.tsx'
import { CountLink } from '../parts/count-link.tsx'
import { nameOf, type LinkableGroup } from './link-form.tsx'

interface GroupTableProps {
  groups: UnmappedGroup[]
  /** Missing: the role does not include linking. */
  onLink?: (group: LinkableGroup) => void
  onIntent?: () => void
}

const isLinkable = (group: UnmappedGroup): group is LinkableGroup =>
  group.externalCustomerId !== null

function Customer({ group }: { group: UnmappedGroup }) {
  if (group.externalCustomerId === null) {
    return <span className="text-soft">{consoleText('unmapped.nameless.title')}</span>
  }
  return (
    <>
      <span className={group.name === null ? 'text-soft' : 'font-medium'}>
        {group.name ?? consoleText('unmapped.unnamed')}
      </span>{' '}
      <CodeText className="text-faint">{group.externalCustomerId}</CodeText>
      {group.mergedFrom === null ? null : (
        <span className="block text-meta text-soft">
          {consoleText('unmapped.merged', { tenant: group.mergedFrom.name })}
        </span>
      )}
    </>
  )
}

function Row({ group, action }: { group: UnmappedGroup; action: ReactNode }) {
  const text = useText()
  const { connection, count } = group
  const kinds = group.kinds.map((kind) => consoleText(`shell.kinds.${kind}`)).join(', ')
  return (
    <tr>
      <td className="title">
        <Customer group={group} />
      </td>
      <td className="num sum" data-label={consoleText('unmapped.column.count')}>
        <CountLink
          count={count}
          to={inboxPath(NO_FILTER, {
            connectionId: connection.id,
            outcome: 'unmapped',
            customer: group.externalCustomerId,
          })}
          label={(number) => consoleText('shell.badge.unmapped', { count: count.n, number })}
        />
      </td>
      <td className="max-w-56 truncate text-soft phone:whitespace-normal" title={kinds}>
        {kinds === '' ? consoleText('shell.kind.none') : kinds}
      </td>
      <td className="max-w-44 truncate text-soft" title={connection.name}>
        {text(`common.source.${connection.source}`)}
      </td>
      <td className="text-soft" data-label={consoleText('unmapped.column.first')}>
        <TimeText at={group.firstAt} form="moment" />
      </td>
      <td className="text-soft" data-label={consoleText('unmapped.column.last')}>
        <TimeText at={group.lastAt} form="moment" />
      </td>
      <td className="num act">{action}</td>
    </tr>
  )
}

const COLUMNS = ['customer', 'count', 'kinds', 'connection', 'first', 'last'] as const
const CLASSES = { customer: 'title', count: 'num' } as const

export function GroupTable({ groups, onLink, onIntent }: GroupTableProps) {
  const linkButton = (group: UnmappedGroup) =>
    isLinkable(group) && onLink ? (
      <Button
        onClick={() => onLink(group)}
        onPointerEnter={onIntent}
        onFocus={onIntent}
        aria-label={consoleText('unmapped.link.label', { name: nameOf(group) })}
      >
        <Icon of={Link2} />
        {consoleText('unmapped.link.button')}
      </Button>
    ) : null
  return (
    <table className="table cards phone:block">
      <caption className="sr-only">{consoleText('unmapped.caption')}</caption>
      <thead>
        <tr>
          {COLUMNS.map((name) => (
            <th
              key={name}
              scope="col"
              className={name === 'customer' || name === 'count' ? CLASSES[name] : undefined}
            >
              {consoleText(`unmapped.column.${name}`)}
            </th>
          ))}
          <th scope="col">
            <span className="sr-only">{consoleText('unmapped.column.action')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <Row
            key={`${group.connection.id} ${group.externalCustomerId ?? ''}`}
            group={group}
            action={linkButton(group)}
          />
        ))}
      </tbody>
    </table>
  )
}
