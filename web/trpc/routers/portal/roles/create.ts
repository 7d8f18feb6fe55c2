/** `portal.roles.create`: a role of the tenant's own; whoever makes it has everything it holds. */
import { z } from 'zod'
import { createRole } from '#db/write/team/roles.ts'
import type { RoleOutcome } from '#web/portal/settings/team-api.ts'
import { UNCHANGED } from '#web/trpc/change.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { grantChanges, roleEntry } from '../team/audit.ts'
import { draftInput, draftOf } from './draft.ts'

export const create = memberProcedure
  .meta({ needs: { module: 'team', action: 'manage' } })
  .input(z.strictObject(draftInput))
  .mutation(({ ctx, input }): Promise<RoleOutcome> =>
    ctx.change<RoleOutcome>(async (trx) => {
      const done = await createRole(trx, ctx.person.id, draftOf(input))
      if (done.type !== 'saved') {
        const result: RoleOutcome = done.type === 'refused' ? done : { type: 'saved', id: done.id }
        return { result, audit: UNCHANGED }
      }
      const { id, after } = done
      return {
        result: { type: 'saved', id },
        audit: [
          roleEntry('role.created', { id, name: after.name }, grantChanges(null, after.grants)),
        ],
      }
    }),
  )
