/** A membership's role as it is stored, and what it comes to: its name and its rights. */
import type { Grants, MemberRole, RolePreset } from '#workflows/contracts/access.ts'
import { AppError } from '#workflows/contracts/errors.ts'
import type { RoleId } from '#workflows/contracts/ids.ts'
import { grantsOf, ownRecordsOnly, PRESETS } from '#workflows/contracts/permissions.ts'

/** Either a preset or a role of the tenant's own. */
export interface StoredRole {
  preset: RolePreset | null
  roleId: RoleId | null
  roleName: string | null
  roleGrants: unknown
  /** The rights reach no further than the member's own records. */
  ownOnly: boolean
}

export interface StoredAccess {
  role: MemberRole
  grants: Grants
}

export function accessOf(stored: StoredRole): StoredAccess {
  const { preset, roleId, roleName, roleGrants, ownOnly } = stored
  const narrow = (grants: Grants): Grants => (ownOnly ? ownRecordsOnly(grants) : grants)
  if (roleId !== null && roleName !== null) {
    return {
      role: { type: 'custom', id: roleId, name: roleName },
      grants: narrow(grantsOf(roleGrants)),
    }
  }
  // A constraint of the table says that it is one of the two.
  if (preset === null) throw new AppError('internal', 'This membership has no role.')
  return { role: { type: 'preset', preset }, grants: narrow(PRESETS[preset]) }
}
