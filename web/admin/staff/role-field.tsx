/** One of the staff roles, with what each includes below it. */
import { useState } from 'react'
import { STAFF_ROLES, type StaffRole } from '#workflows/contracts/access.ts'
import { consoleText } from '../../languages/console-text.ts'
import { Field } from '../../ui/form/field.tsx'
import { Select } from '../../ui/form/select.tsx'

export function RoleField({ role }: { role: StaffRole }) {
  const [chosen, choose] = useState(role)
  const find = (value: string) => STAFF_ROLES.find((known) => known === value) ?? role
  return (
    <Field label={consoleText('staff.role.label')} help={consoleText(`staff.role.help.${chosen}`)}>
      {(ids) => (
        <Select
          {...ids}
          name="role"
          value={chosen}
          onChange={(event) => choose(find(event.target.value))}
        >
          {STAFF_ROLES.map((each) => (
            <option key={each} value={each}>
              {consoleText(`shell.role.${each}`)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
