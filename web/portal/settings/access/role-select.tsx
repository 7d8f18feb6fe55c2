/** The roles there are, ready-made ones first. */
import type { SelectHTMLAttributes } from 'react'
import type { MemberRole } from '#workflows/contracts/access.ts'
import { Select } from '../../../ui/form/select.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { useRoleName } from '../../shell/use-role-name.ts'
import { valueOfRole } from './role-value.ts'

interface RoleSelectProps extends SelectHTMLAttributes<HTMLSelectElement> {
  roles: readonly MemberRole[]
}

export function RoleSelect({ roles, ...rest }: RoleSelectProps) {
  const text = useText()
  const nameOf = useRoleName()
  const optionsOf = (type: MemberRole['type']) =>
    roles
      .filter((role) => role.type === type)
      .map((role) => (
        <option key={valueOfRole(role)} value={valueOfRole(role)}>
          {nameOf(role)}
        </option>
      ))
  const own = optionsOf('custom')
  return (
    <Select {...rest}>
      <optgroup label={text('team.member.presets')}>{optionsOf('preset')}</optgroup>
      {own.length > 0 ? <optgroup label={text('team.member.custom')}>{own}</optgroup> : null}
    </Select>
  )
}
