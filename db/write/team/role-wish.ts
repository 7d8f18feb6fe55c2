/** What somebody is to be: a role, whole or over their own records only; and how a membership stores it. */
import type { RoleChoice } from '#workflows/contracts/access.ts'

export interface RoleWish {
  role: RoleChoice
  ownOnly: boolean
}

export const roleColumns = (role: RoleChoice) =>
  role.type === 'preset' ? { role: role.preset, role_id: null } : { role: null, role_id: role.id }
