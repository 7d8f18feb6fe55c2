/** `portal.invitations.resend`: a new link for another week; the old one opens nothing any more. */
import { z } from 'zod'
import { resendInvitation } from '#db/write/team/invitations.ts'
import type { InvitationOutcome } from '#web/portal/settings/team-api.ts'
import { UNCHANGED } from '#web/trpc/change.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { invitationEntry } from '../team/audit.ts'
import { idInput } from '../team/input.ts'
import { queueInvitation } from './send.ts'

export const resend = memberProcedure
  .meta({ needs: { module: 'team', action: 'manage' } })
  .input(z.strictObject({ id: idInput }))
  .mutation(async ({ ctx, input }): Promise<InvitationOutcome> => {
    const mails: string[] = []
    const outcome = await ctx.change<InvitationOutcome>(async (trx) => {
      const done = await resendInvitation(trx, ctx.person.id, input.id)
      if (done.type === 'refused') return { result: done, audit: UNCHANGED }
      const { email, token } = done
      if (token !== null) mails.push(await queueInvitation(trx, ctx, { email, token }))
      return {
        result: { type: 'done', email },
        audit: [invitationEntry('invitation.resent', done, {})],
      }
    })
    for (const id of mails) ctx.services.sendMailSoon(id)
    return outcome
  })
