/** Whose eyes: the browser's own list, which is searched by typing. */
import { consoleText } from '../../languages/console-text.ts'
import { Field } from '../../ui/form/field.tsx'
import { Select } from '../../ui/form/select.tsx'
import type { MemberChoice, MembersView } from '../api.ts'
import type { ViewProblem } from './view-form.ts'

interface MemberFieldProps {
  view: MembersView
  chosen: string | undefined
  problems: readonly ViewProblem[]
}

const roleName = ({ role }: MemberChoice): string =>
  role.type === 'custom' ? role.name : consoleText(`viewAs.role.${role.preset}`)

export function MemberField({ view, chosen, problems }: MemberFieldProps) {
  return (
    <Field
      id="member"
      label={consoleText('viewAs.member')}
      help={view.more ? consoleText('viewAs.more') : undefined}
      error={problems.includes('member') ? consoleText('viewAs.problem.member') : undefined}
    >
      {(ids) => (
        <Select {...ids} name="member" defaultValue={chosen ?? ''} required>
          <option value="" disabled>
            {consoleText('viewAs.choose')}
          </option>
          {view.members.map((member) => (
            <option key={member.id} value={member.id}>
              {consoleText('viewAs.choice', {
                name: member.name,
                role: roleName(member),
                email: member.email,
              })}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
