/** `portal.team.remove`: takes a member out; their pages and streams of the tenant end, and what they sent is void. */
import { z } from 'zod'
import type { PersonId } from '#workflows/contracts/ids.ts'
import { endHomelessSessions, removeMember } from '#db/write/team/members.ts'
import type { RemoveOutcome } from '#web/portal/settings/team-api.ts'
import { UNCHANGED } from '#web/trpc/change.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { memberEntry, roleWord } from './audit.ts'
import { memberRefInput } from './input.ts'

export const remove = memberProcedure
  .meta({ needs: { module: 'team', action: 'manage' } })
  .input(z.strictObject(memberRefInput))
  .mutation(async ({ ctx, input }): Promise<RemoveOutcome> => {
    const outcome = await ctx.change<RemoveOutcome>(async (trx) => {
      const done = await removeMember(trx, ctx.person.id, input)
      if (done.type === 'refused') return { result: done, audit: UNCHANGED }
      const { member, invitations } = done
      const { name, sessions } = member
      return {
        result: { type: 'removed', name, sessions, invitations },
        audit: [
          memberEntry('member.removed', member, {
            role: { from: roleWord(member.role), to: null },
            email: { from: member.email, to: null },
          }),
        ],
      }
    })
    if (outcome.type === 'removed') {
      await endHomelessSessions(ctx.services.db, input.personId as PersonId)
    }
    return outcome
  })
