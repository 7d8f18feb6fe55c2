/** `portal.roles.remove`: a role nobody has, or one whose holders get another in the same moment. */
import { z } from 'zod'
import { removeRole } from '#db/write/team/roles.ts'
import type { RoleRemoveOutcome } from '#web/portal/settings/team-api.ts'
import { UNCHANGED } from '#web/trpc/change.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { grantChanges, roleEntry } from '../team/audit.ts'
import { idInput, roleChoiceInput, versionInput } from '../team/input.ts'

export const remove = memberProcedure
  .meta({ needs: { module: 'team', action: 'manage' } })
  .input(
    z.strictObject({
      id: idInput,
      version: versionInput,
      replacement: roleChoiceInput.nullable(),
    }),
  )
  .mutation(({ ctx, input }): Promise<RoleRemoveOutcome> =>
    ctx.change<RoleRemoveOutcome>(async (trx) => {
      const done = await removeRole(trx, ctx.person.id, input)
      if (done.type === 'refused') return { result: done, audit: UNCHANGED }
      const { role, replacement, moved } = done
      const changes = {
        ...(replacement === null ? {} : { holders: { from: role.name, to: replacement } }),
        ...grantChanges(role.grants, null),
      }
      return {
        result: { type: 'removed', moved },
        audit: [roleEntry('role.removed', role, changes)],
      }
    }),
  )
