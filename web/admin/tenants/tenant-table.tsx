/** Tenants as rows; their numbers lead to the events behind them. */
import { Link } from 'react-router'
import { CircleCheck, CirclePause } from 'lucide-react'
import { consoleText } from '../../languages/console-text.ts'
import { State } from '../../ui/show/state.tsx'
import { TenantMark } from '../../ui/show/tenant-mark.tsx'
import { TimeText } from '../../ui/text/time-text.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { TenantRow } from '../api.ts'
import { inboxPath, NO_FILTER } from '../inbox/inbox-query.ts'
import { CodeText } from '../parts/code-text.tsx'
import { CountLink } from '../parts/count-link.tsx'
import { useStaffPermission } from '../shell/use-console.ts'

const viewAsPath = (id: string): string => `/admin/tenants/${id}/view-as`

function LinksText({ links }: Pick<TenantRow, 'links'>) {
  const format = useFormat()
  const { count, some } = links
  if (count === 0) return <span className="text-faint">{consoleText('tenants.noLinks')}</span>
  const names = some.join(', ')
  const more = count - some.length
  return (
    <CodeText className="break-normal">
      {more > 0
        ? consoleText('tenants.moreLinks', { some: names, number: format.number(more) })
        : names}
    </CodeText>
  )
}

function NameCell({ row: { id, name, slug } }: { row: TenantRow }) {
  return (
    <td className="title">
      <Link
        to={inboxPath(NO_FILTER, { tenantId: id })}
        aria-label={consoleText('tenants.events', { name })}
        className="row-link inline-flex max-w-full items-center gap-2 font-medium"
      >
        <TenantMark name={name} other />
        <span className="truncate">{name}</span>
        <span className="text-meta font-normal text-faint">{slug}</span>
      </Link>
    </td>
  )
}

const NUMBERS = ['members', 'orders', 'invoices', 'activity'] as const
const column = (what: (typeof NUMBERS)[number] | 'links') => consoleText(`tenants.column.${what}`)

function ViewAsCell({ row: { id, name, state } }: { row: TenantRow }) {
  return (
    <td className="num">
      {state === 'active' ? (
        <Link
          to={viewAsPath(id)}
          aria-label={consoleText('tenants.viewAsMember', { name })}
          className="above-link link inline-flex min-h-6 items-center text-dense"
        >
          {consoleText('tenants.viewAs')}
        </Link>
      ) : null}
    </td>
  )
}

function Row({ row }: { row: TenantRow }) {
  const format = useFormat()
  const { id, name, state, lastActivityAt } = row
  const mayView = useStaffPermission('tenants:view_as')
  return (
    <tr>
      <NameCell row={row} />
      <td className="sum">
        <State
          icon={state === 'active' ? CircleCheck : CirclePause}
          tone={state === 'active' ? 'ok' : 'warn'}
          word={consoleText(`tenants.state.${state}`)}
        />
      </td>
      <td className="max-w-56 truncate" data-label={column('links')}>
        <LinksText links={row.links} />
      </td>
      <td className="num" data-label={column('members')}>
        {format.number(row.members)}
      </td>
      <td className="num" data-label={column('orders')}>
        <CountLink
          count={row.orders}
          to={inboxPath(NO_FILTER, { tenantId: id, kind: 'order' })}
          label={(number) => consoleText('tenants.showOrders', { name, number })}
        />
      </td>
      <td className="num" data-label={column('invoices')}>
        <CountLink
          count={row.invoices}
          to={inboxPath(NO_FILTER, { tenantId: id, kind: 'invoice' })}
          label={(number) => consoleText('tenants.showInvoices', { name, number })}
        />
      </td>
      <td className="num text-soft" data-label={column('activity')}>
        {lastActivityAt === null ? (
          consoleText('shell.never')
        ) : (
          <TimeText at={lastActivityAt} form="ago" />
        )}
      </td>
      {mayView ? <ViewAsCell row={row} /> : null}
    </tr>
  )
}

export function TenantTable({ rows }: { rows: TenantRow[] }) {
  const mayView = useStaffPermission('tenants:view_as')
  return (
    <table className="table cards phone:block">
      <caption className="sr-only">{consoleText('tenants.caption')}</caption>
      <thead>
        <tr>
          <th scope="col" className="title">
            {consoleText('tenants.column.name')}
          </th>
          <th scope="col">{consoleText('tenants.column.state')}</th>
          <th scope="col">{consoleText('tenants.column.links')}</th>
          {NUMBERS.map((name) => (
            <th key={name} scope="col" className="num">
              {consoleText(`tenants.column.${name}`)}
            </th>
          ))}
          {mayView ? (
            <th scope="col">
              <span className="sr-only">{consoleText('tenants.viewAs')}</span>
            </th>
          ) : null}
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
