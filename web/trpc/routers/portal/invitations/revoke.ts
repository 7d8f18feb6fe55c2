/** `portal.invitations.revoke`: the link that was sent opens nothing any more. */
import { z } from 'zod'
import { revokeInvitation } from '#db/write/team/invitations.ts'
import type { InvitationOutcome } from '#web/portal/settings/team-api.ts'
import { UNCHANGED } from '#web/trpc/change.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { invitationEntry } from '../team/audit.ts'
import { idInput } from '../team/input.ts'

export const revoke = memberProcedure
  .meta({ needs: { module: 'team', action: 'manage' } })
  .input(z.strictObject({ id: idInput }))
  .mutation(({ ctx, input }): Promise<InvitationOutcome> =>
    ctx.change<InvitationOutcome>(async (trx) => {
      const done = await revokeInvitation(trx, ctx.person.id, input.id)
      if (done.type === 'refused') return { result: done, audit: UNCHANGED }
      return {
        result: { type: 'done', email: done.email },
        audit: [invitationEntry('invitation.revoked', done, {})],
      }
    }),
  )
