/** Takes a role away; whoever has it gets another one in the same moment. */
import { Form, useNavigation } from 'react-router'
import { ROLE_PRESETS, type MemberRole } from '#workflows/contracts/access.ts'
import type { RoleId } from '#workflows/contracts/ids.ts'
import { Button } from '../../../ui/action/button.tsx'
import { Field } from '../../../ui/form/field.tsx'
import { Section } from '../../../ui/show/section.tsx'
import { useText } from '../../../ui/text/use-text.tsx'
import { RoleSelect } from '../access/role-select.tsx'
import type { RoleView } from '../team-api.ts'

interface RemoveRoleProps {
  role: RoleView
  others: readonly { id: string; name: string }[]
}

export function RemoveRole({ role, others }: RemoveRoleProps) {
  const text = useText()
  const pending = useNavigation().formData?.get('does') === 'remove'
  const holders = role.members + role.invitations
  const choices: MemberRole[] = [
    ...ROLE_PRESETS.map((preset): MemberRole => ({ type: 'preset', preset })),
    ...others.map(({ id, name }): MemberRole => ({ type: 'custom', id: id as RoleId, name })),
  ]
  return (
    <Section title={text('team.role.remove.title')}>
      <Form method="post" className="grid max-w-[480px] justify-items-start gap-3 pt-3">
        <input type="hidden" name="version" value={role.version} />
        <p className="text-soft">
          {holders === 0
            ? text('team.role.remove.unused')
            : text('team.role.remove.used', { count: holders })}
        </p>
        {holders > 0 ? (
          <div className="w-60">
            <Field label={text('team.role.remove.replacement')}>
              {(ids) => (
                <RoleSelect {...ids} name="replacement" roles={choices} defaultValue="requester" />
              )}
            </Field>
          </div>
        ) : null}
        <Button
          type="submit"
          name="does"
          value="remove"
          pending={pending && text('team.role.remove.pending')}
        >
          {text('team.role.remove.action')}
        </Button>
      </Form>
    </Section>
  )
}
