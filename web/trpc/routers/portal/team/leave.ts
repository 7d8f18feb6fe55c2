/** `portal.team.leave`: out of a tenant by oneself, confirmed by its name in the address; not the owner, not the last admin. */
import { z } from 'zod'
import { leaveTenant } from '#db/write/team/members.ts'
import type { MemberOutcome } from '#web/portal/settings/team-api.ts'
import { UNCHANGED } from '#web/trpc/change.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { memberEntry, roleWord } from './audit.ts'

export const leave = memberProcedure
  .meta({ needs: 'membership' })
  .input(z.strictObject({ confirm: z.string().max(100) }))
  .mutation(({ ctx, input }): Promise<MemberOutcome> =>
    ctx.change<MemberOutcome>(async (trx) => {
      if (input.confirm !== ctx.tenant.slug) {
        return { result: { type: 'refused', reason: 'not_confirmed' }, audit: UNCHANGED }
      }
      const done = await leaveTenant(trx, ctx.person.id)
      if (done.type === 'refused') return { result: done, audit: UNCHANGED }
      const role = { from: roleWord(done.member.role), to: null }
      return {
        result: { type: 'saved' },
        audit: [memberEntry('member.left', done.member, { role })],
      }
    }),
  )
