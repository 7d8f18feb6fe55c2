/** One address that is about to be invited: its role, own records or all, and the way to leave it out. */
import { X } from 'lucide-react'
import type { MemberRole } from '#workflows/contracts/access.ts'
import { cx } from '../../../../ui/cx.ts'
import { Checkbox } from '../../../../ui/form/checkbox.tsx'
import { Icon } from '../../../../ui/icon.tsx'
import { useText } from '../../../../ui/text/use-text.tsx'
import { RoleSelect } from '../../access/role-select.tsx'
import { ownField, roleField } from './people-fields.ts'

export interface Invitee {
  email: string
  /** Value of the form. */
  role: string
  ownOnly: boolean
}

interface InviteeRowProps {
  invitee: Invitee
  roles: readonly MemberRole[]
  change: (email: string, to: Partial<Invitee>) => void
  /** Shows beside the list what this one will see. */
  show: (email: string) => void
  drop: (email: string) => void
  isShown: boolean
  isOnly: boolean
}

export function InviteeRow(props: InviteeRowProps) {
  const { invitee, roles, change, show, drop, isShown, isOnly } = props
  const text = useText()
  const { email, role, ownOnly } = invitee
  return (
    <li
      onFocusCapture={() => show(email)}
      className={cx(
        '-mx-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-2 border-b border-line px-3 py-2.5',
        isShown && 'bg-brand-tint',
      )}
    >
      <input type="hidden" name="email" value={email} />
      <span className="min-w-0 grow basis-52 text-dense font-medium break-all">{email}</span>
      <span className="w-40 phone:order-2">
        <RoleSelect
          roles={roles}
          name={roleField(email)}
          value={role}
          aria-label={text('team.inviting.role', { email })}
          onChange={(event) => change(email, { role: event.target.value })}
        />
      </span>
      <label className="flex h-(--control) items-center gap-2 text-dense text-soft phone:order-2">
        <Checkbox
          name={ownField(email)}
          checked={ownOnly}
          aria-label={text('team.inviting.ownOnly', { email })}
          onChange={(event) => change(email, { ownOnly: event.target.checked })}
        />
        {text('team.ownOnly')}
      </label>
      {isOnly ? null : (
        <button
          type="button"
          aria-label={text('team.inviting.drop', { email })}
          onClick={() => drop(email)}
          className="grid size-(--control) place-items-center phone:order-1 rounded-2 text-faint hover:bg-hover hover:text-ink"
        >
          <Icon of={X} />
        </button>
      )}
    </li>
  )
}
