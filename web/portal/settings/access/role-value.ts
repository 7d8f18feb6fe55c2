/** A role as the value of a form: `admin` for a preset, `role:{id}` for one of the tenant's own. */
import { ROLE_PRESETS, type MemberRole, type RoleChoice } from '#workflows/contracts/access.ts'
import type { RoleId } from '#workflows/contracts/ids.ts'

const OWN = 'role:'

export const valueOfRole = (role: RoleChoice | MemberRole): string =>
  role.type === 'preset' ? role.preset : `${OWN}${role.id}`

/** What is no preset is taken for one of the tenant's own; the server knows whether there is one. */
export function roleOfValue(value: FormDataEntryValue | string | null): RoleChoice {
  const text = typeof value === 'string' ? value : ''
  const preset = ROLE_PRESETS.find((each) => each === text)
  if (preset !== undefined) return { type: 'preset', preset }
  return { type: 'custom', id: text.slice(OWN.length) as RoleId }
}
