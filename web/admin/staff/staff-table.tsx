/** Accounts as rows; each but one's own can be changed. */
import { CircleCheck, CirclePause, CircleX, Clock, type LucideIcon } from 'lucide-react'
import { consoleText } from '../../languages/console-text.ts'
import { Face } from '../../ui/show/face.tsx'
import { State } from '../../ui/show/state.tsx'
import type { Tone } from '../../ui/show/tone.ts'
import { TimeText } from '../../ui/text/time-text.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { StaffRow } from '../api.ts'
import { useConsole } from '../shell/use-console.ts'
import { ManageMenu } from './manage-menu.tsx'

const STATES: Readonly<Record<StaffRow['state'], { icon: LucideIcon; tone: Tone }>> = {
  active: { icon: CircleCheck, tone: 'ok' },
  invited: { icon: Clock, tone: 'idle' },
  expired: { icon: CircleX, tone: 'warn' },
  disabled: { icon: CirclePause, tone: 'warn' },
}

const COLUMNS = ['role', 'state', 'factor', 'lastSignIn', 'sessions'] as const
const column = (name: (typeof COLUMNS)[number]) => consoleText(`staff.column.${name}`)
const NUMBERS: readonly string[] = ['sessions']

function NameCell({ row: { name, email }, isOwn }: { row: StaffRow; isOwn: boolean }) {
  return (
    <td className="title">
      <span className="inline-flex max-w-full items-center gap-3">
        <Face name={name} />
        <span className="min-w-0">
          <span className="block truncate font-medium">
            {name}
            {isOwn ? (
              <span className="ml-2 rounded-2 bg-idle-tint px-1.5 text-meta font-normal text-soft">
                {consoleText('staff.you')}
              </span>
            ) : null}
          </span>
          <span className="block truncate text-meta font-normal text-faint">{email}</span>
        </span>
      </span>
    </td>
  )
}

function StateCell({ row: { state, invitedUntil } }: { row: StaffRow }) {
  const format = useFormat()
  return (
    <td className="sum">
      <State {...STATES[state]} word={consoleText(`staff.state.${state}`)} />
      {state === 'invited' && invitedUntil !== null ? (
        <span className="ml-1.5 text-meta text-faint">
          {consoleText('staff.until', {
            date: format.day(format.dateOf(new Date(invitedUntil)), 'plain'),
          })}
        </span>
      ) : null}
    </td>
  )
}

function Row({ row }: { row: StaffRow }) {
  const format = useFormat()
  const isOwn = useConsole().staff.id === row.id
  const { role, hasFactor, lastSignInAt, sessions } = row
  return (
    <tr>
      <NameCell row={row} isOwn={isOwn} />
      <td data-label={column('role')}>{consoleText(`shell.role.${role}`)}</td>
      <StateCell row={row} />
      <td data-label={column('factor')} className={hasFactor ? undefined : 'text-faint'}>
        {consoleText(hasFactor ? 'staff.factor.yes' : 'staff.factor.no')}
      </td>
      <td data-label={column('lastSignIn')} className="text-soft">
        {lastSignInAt === null ? (
          consoleText('shell.never')
        ) : (
          <TimeText at={lastSignInAt} form="ago" />
        )}
      </td>
      <td data-label={column('sessions')} className="num">
        {format.number(sessions)}
      </td>
      <td className="num act">{isOwn ? null : <ManageMenu row={row} />}</td>
    </tr>
  )
}

export const StaffTable = ({ rows }: { rows: StaffRow[] }) => (
  <table className="table cards phone:block">
    <caption className="sr-only">{consoleText('staff.caption')}</caption>
    <thead>
      <tr>
        <th scope="col" className="title">
          {consoleText('staff.column.name')}
        </th>
        {COLUMNS.map((name) => (
          <th key={name} scope="col" className={NUMBERS.includes(name) ? 'num' : undefined}>
            {column(name)}
          </th>
        ))}
        <th scope="col">
          <span className="sr-only">{consoleText('staff.column.actions')}</span>
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
