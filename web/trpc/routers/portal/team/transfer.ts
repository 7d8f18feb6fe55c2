/** `portal.team.transfer`: hands the tenant over to another admin. */
import { z } from 'zod'
import { transferOwnership } from '#db/write/team/members.ts'
import type { MemberOutcome } from '#web/portal/settings/team-api.ts'
import { UNCHANGED } from '#web/trpc/change.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { memberEntry } from './audit.ts'
import { memberRefInput } from './input.ts'

export const transfer = memberProcedure
  .meta({ needs: { module: 'team', action: 'manage' } })
  .input(z.strictObject(memberRefInput))
  .mutation(({ ctx, input }): Promise<MemberOutcome> =>
    ctx.change<MemberOutcome>(async (trx) => {
      const done = await transferOwnership(trx, ctx.person.id, input)
      if (done.type === 'refused') return { result: done, audit: UNCHANGED }
      const owner = { from: done.from?.name ?? null, to: done.to.name }
      return {
        result: { type: 'saved' },
        audit: [memberEntry('member.became_owner', done.to, { owner })],
      }
    }),
  )
