/** The role of a member and whether it reaches own records only; every choice is explained before it is saved. */
import { useState } from 'react'
import { Form, useNavigation } from 'react-router'
import type { MemberRole as Role } from '#workflows/contracts/access.ts'
import { Button } from '../../../ui/action/button.tsx'
import { Checkbox } from '../../../ui/form/checkbox.tsx'
import { Field } from '../../../ui/form/field.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { AccessPanel } from '../access/access-panel.tsx'
import { RoleSelect } from '../access/role-select.tsx'
import { roleOfValue, valueOfRole } from '../access/role-value.ts'
import type { MemberView } from '../team-api.ts'

interface MemberRoleProps {
  member: MemberView
  roles: readonly Role[]
  mayManage: boolean
}

export function MemberRole({ member, roles, mayManage }: MemberRoleProps) {
  const text = useText()
  const [role, setRole] = useState(valueOfRole(member.role))
  const [ownOnly, setOwnOnly] = useState(member.ownOnly)
  const pending = useNavigation().formData?.get('does') === 'role'
  const asked = {
    role: roleOfValue(role),
    ownOnly,
    person: { type: 'member' as const, id: member.personId },
    instead: null,
  }
  return (
    <div className="grid items-start gap-6 desk:grid-cols-[minmax(0,1fr)_minmax(0,320px)]">
      <Form method="post" noValidate className="grid max-w-[480px] gap-6">
        <input type="hidden" name="version" value={member.version} />
        <Field label={text('team.member.role')} help={text('team.member.roleHelp')}>
          {(ids) => (
            <RoleSelect
              {...ids}
              name="role"
              roles={roles}
              value={role}
              disabled={!mayManage}
              onChange={(event) => setRole(event.target.value)}
            />
          )}
        </Field>
        <OwnOnly checked={ownOnly} disabled={!mayManage} onChange={setOwnOnly} />
        {mayManage ? (
          <div>
            <Button
              type="submit"
              name="does"
              value="role"
              look="primary"
              pending={pending && text('team.member.saving')}
            >
              {text('team.member.save')}
            </Button>
          </div>
        ) : (
          <p className="text-soft">{text('team.member.onlyView')}</p>
        )}
      </Form>
      {mayManage ? (
        <AccessPanel asked={asked} title={text('team.preview.titleFor', { name: member.name })} />
      ) : null}
    </div>
  )
}

interface OwnOnlyProps {
  checked: boolean
  disabled: boolean
  onChange: (checked: boolean) => void
}

function OwnOnly({ checked, disabled, onChange }: OwnOnlyProps) {
  const text = useText()
  return (
    <label className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
      <Checkbox
        name="ownOnly"
        {...{ checked, disabled }}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className="text-dense font-medium">{text('team.member.ownOnly')}</span>
      <span className="col-start-2 text-meta text-faint">{text('team.member.ownOnlyHelp')}</span>
    </label>
  )
}
