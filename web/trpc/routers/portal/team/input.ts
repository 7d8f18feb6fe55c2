/** What may be asked about a team, each part within bounds and nothing else. */
import { z } from 'zod'
import { ACTIONS, MODULES, ROLE_PRESETS, SCOPES, type Action } from '#workflows/contracts/access.ts'
import { isUuid, type RoleId } from '#workflows/contracts/ids.ts'
import type { OfferedAction } from '#workflows/contracts/role-modules.ts'

/** Whatever is no id of ours does not exist; that is found where it is looked for. */
export const idInput = z.string().max(100)
export const versionInput = z.int().min(1).max(2_147_483_647)

const roleId = z
  .custom<RoleId>((value) => typeof value === 'string' && isUuid(value))
  .meta({ probe: 'role' })

export const roleChoiceInput = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('preset'), preset: z.enum(ROLE_PRESETS) }),
  z.strictObject({ type: z.literal('custom'), id: roleId }),
])

export const roleWishInput = { role: roleChoiceInput, ownOnly: z.boolean() }
export const memberRefInput = { personId: idInput, version: versionInput }

const isOffered = (action: Action): action is OfferedAction => action !== 'view'

export const roleModulesInput = z
  .array(
    z.strictObject({
      module: z.enum(MODULES),
      scope: z.enum(SCOPES),
      actions: z.array(z.enum(ACTIONS.filter(isOffered))).max(ACTIONS.length),
    }),
  )
  .max(MODULES.length)
