/** A role as it is sent by the editor: a name, and modules out of which its rights are made. */
import { z } from 'zod'
import type { RoleDraft } from '#db/write/team/roles.ts'
import { grantsOfModules } from '#workflows/contracts/role-modules.ts'
import type { RoleDraftInput } from '#web/portal/settings/team-api.ts'
import { roleModulesInput } from '../team/input.ts'

export const draftInput = {
  name: z
    .string()
    .trim()
    .min(1)
    .max(80)
    .regex(/^\P{C}+$/u),
  modules: roleModulesInput,
}

export const draftOf = ({ name, modules }: RoleDraftInput): RoleDraft => ({
  name,
  grants: grantsOfModules(modules),
})
