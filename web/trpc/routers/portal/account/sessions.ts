/** `portal.account.sessions`: where one is signed in, and ending that; streams and pages there hear of it at once. */
import { z } from 'zod'
import { endSessions, listSessions } from '#db/system/account/sessions.ts'
import { aboutAccount } from '#db/write/account-audit.ts'
import { deviceOf } from '#web/auth/account/user-agent.ts'
import type { OwnSessionView } from '#web/portal/account/account-api.ts'
import { accountProcedure } from '#web/trpc/account-procedure.ts'
import { UNCHANGED } from '#web/trpc/change.ts'

export const list = accountProcedure
  .meta({ needs: 'account' })
  .query(async ({ ctx }): Promise<OwnSessionView[]> => {
    const sessions = await ctx.readAccount((trx) => listSessions(trx, ctx.person.id))
    const current = ctx.session.handle
    return sessions
      .map(({ handle, userAgent, address, method, strong, createdAt, seenAt }) => ({
        ...{ handle, address, method, strong },
        ...deviceOf(userAgent),
        since: createdAt.toISOString(),
        lastActive: seenAt.toISOString(),
        isCurrent: handle === current,
      }))
      .toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent))
  })

export const end = accountProcedure
  .meta({ needs: 'account' })
  .input(z.strictObject({ handle: z.uuid().meta({ probe: 'session' }) }))
  .mutation(({ ctx, input: { handle } }) =>
    ctx.changeAccount<{ ended: number }>(async (trx) => {
      // The own one is ended by signing out: from here it would only look broken.
      const except = ctx.session.hash
      const which = { handle, except, reason: 'revoked' } as const
      const ended = await endSessions(trx, ctx.person.id, which)
      const audit = [aboutAccount('session.revoked', ctx.person)] as const
      return { result: { ended }, audit: ended === 0 ? UNCHANGED : audit }
    }),
  )

export const endOthers = accountProcedure.meta({ needs: 'account' }).mutation(({ ctx }) =>
  ctx.changeAccount<{ ended: number }>(async (trx) => {
    const which = { except: ctx.session.hash, reason: 'revoked' } as const
    const ended = await endSessions(trx, ctx.person.id, which)
    const changes = { sessions: { from: ended + 1, to: 1 } }
    const audit = [aboutAccount('session.others_revoked', ctx.person, changes)] as const
    return { result: { ended }, audit: ended === 0 ? UNCHANGED : audit }
  }),
)
