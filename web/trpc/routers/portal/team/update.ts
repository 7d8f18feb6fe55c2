/** `portal.team.update`: another role for a member, or own records only; open pages obey it within seconds. */
import { z } from 'zod'
import { changeRole } from '#db/write/team/members.ts'
import type { MemberOutcome } from '#web/portal/settings/team-api.ts'
import { UNCHANGED } from '#web/trpc/change.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { memberEntry, roleWord } from './audit.ts'
import { memberRefInput, roleWishInput } from './input.ts'

export const update = memberProcedure
  .meta({ needs: { module: 'team', action: 'manage' } })
  .input(z.strictObject({ ...memberRefInput, ...roleWishInput }))
  .mutation(({ ctx, input }): Promise<MemberOutcome> =>
    ctx.change<MemberOutcome>(async (trx) => {
      const done = await changeRole(trx, ctx.person.id, input)
      if (done.type === 'refused') return { result: done, audit: UNCHANGED }
      if (done.type === 'unchanged') return { result: { type: 'saved' }, audit: UNCHANGED }
      const { before, after } = done
      const [from, to] = [roleWord(before.role), roleWord(after.role)]
      const changes = {
        ...(from === to ? {} : { role: { from, to } }),
        ...(before.ownOnly === after.ownOnly
          ? {}
          : { ownRecordsOnly: { from: before.ownOnly, to: after.ownOnly } }),
      }
      return {
        result: { type: 'saved' },
        audit: [memberEntry('member.role_changed', before, changes)],
      }
    }),
  )
