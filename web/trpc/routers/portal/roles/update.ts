/** `portal.roles.update`: another name or other rights; open pages of those who have the role obey within seconds. */
import { z } from 'zod'
import { updateRole } from '#db/write/team/roles.ts'
import type { RoleOutcome } from '#web/portal/settings/team-api.ts'
import { UNCHANGED } from '#web/trpc/change.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { grantChanges, roleEntry } from '../team/audit.ts'
import { idInput, versionInput } from '../team/input.ts'
import { draftInput, draftOf } from './draft.ts'

export const update = memberProcedure
  .meta({ needs: { module: 'team', action: 'manage' } })
  .input(z.strictObject({ id: idInput, version: versionInput, ...draftInput }))
  .mutation(({ ctx, input }): Promise<RoleOutcome> =>
    ctx.change<RoleOutcome>(async (trx) => {
      const { id, version } = input
      const done = await updateRole(trx, ctx.person.id, { id, version, ...draftOf(input) })
      if (done.type === 'refused') return { result: done, audit: UNCHANGED }
      const result: RoleOutcome = { type: 'saved', id: done.id }
      if (done.type === 'unchanged') return { result, audit: UNCHANGED }
      const { before, after } = done
      const renamed = before && before.name !== after.name
      const changes = {
        ...(renamed ? { name: { from: before.name, to: after.name } } : {}),
        ...grantChanges(before?.grants ?? null, after.grants),
      }
      return {
        result,
        audit: [roleEntry('role.updated', { id: done.id, name: after.name }, changes)],
      }
    }),
  )
