/** The menu of one account, and the question that stands before each of its commands. */
import { useState } from 'react'
import { ChevronDown } from 'lucide-react'
import { consoleText } from '../../languages/console-text.ts'
import { preloadDialog } from '../../ui/float/dialog.tsx'
import { Menu } from '../../ui/float/menu.tsx'
import { buttonClass } from '../../ui/action/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useFormat } from '../../ui/text/use-text.tsx'
import type { StaffRow } from '../api.ts'
import { CommandQuestion } from '../parts/command-dialog.tsx'
import { actsOn, type ColleagueAct } from './acts.ts'
import { RoleField } from './role-field.tsx'

interface AboutProps {
  row: StaffRow
  act: ColleagueAct
}

const roleWord = ({ role }: StaffRow): string => consoleText(`shell.role.${role}`)

function Sessions({ row: { sessions } }: { row: StaffRow }) {
  const format = useFormat()
  const number = format.number(sessions)
  return (
    <p>
      {sessions === 0
        ? consoleText('staff.sessionsNone')
        : consoleText('staff.sessionsEnd', { count: sessions, number })}
    </p>
  )
}

/** What will happen, before it does. */
function About({ row, act }: AboutProps) {
  const { email } = row
  switch (act) {
    case 'role':
      return (
        <>
          <p>{consoleText('staff.role.now', { role: roleWord(row) })}</p>
          {row.state === 'active' ? <p>{consoleText('staff.role.views')}</p> : null}
          <div className="pt-2 text-ink">
            <RoleField role={row.role} />
          </div>
        </>
      )
    case 'resend':
      return <p>{consoleText('staff.resend.help', { email })}</p>
    case 'withdraw':
      return <p>{consoleText('staff.withdraw.help', { email })}</p>
    case 'enable':
      return <p>{consoleText('staff.enable.help', { role: roleWord(row) })}</p>
    case 'disable':
    case 'resetFactor':
    case 'endSessions':
      return (
        <>
          <Sessions row={row} />
          <p>{consoleText(`staff.${act}.help`)}</p>
        </>
      )
  }
}

export function ManageMenu({ row }: { row: StaffRow }) {
  const { id, name } = row
  const [asked, ask] = useState<ColleagueAct | null>(null)
  const entries = actsOn(row).map((act) => ({
    type: 'action' as const,
    label: consoleText(`staff.${act}.action`),
    onSelect: () => ask(act),
  }))
  return (
    <span onPointerEnter={preloadDialog} onFocus={preloadDialog}>
      <Menu align="end" entries={entries}>
        {(trigger) => (
          <button
            type="button"
            {...trigger}
            aria-label={consoleText('staff.manage', { name })}
            className={buttonClass()}
          >
            {consoleText('staff.manageButton')}
            <Icon of={ChevronDown} size={14} className="text-faint" />
          </button>
        )}
      </Menu>
      {asked === null ? null : (
        <CommandQuestion
          key={asked}
          title={consoleText(`staff.${asked}.title`, { name })}
          action="/admin/staff"
          fields={{ intent: asked, staff: id }}
          words={{
            confirm: consoleText(`staff.${asked}.confirm`),
            pending: consoleText('staff.pending'),
            cancel: consoleText('staff.cancel'),
          }}
          open
          setOpen={() => ask(null)}
        >
          <About row={row} act={asked} />
        </CommandQuestion>
      )}
    </span>
  )
}
