/** `portal.account.remaining`: how long this session still lasts. Asked by a person it counts as activity, in the background it does not. */
import type { RemainingView } from '#web/portal/account/account-api.ts'
import { accountProcedure } from '#web/trpc/account-procedure.ts'

const MINUTE_MS = 60_000

export const remaining = accountProcedure
  .meta({ needs: 'account' })
  .query(({ ctx }): RemainingView => {
    const { seenAt, idleMinutes, endsAt } = ctx.session
    const now = Date.now()
    return {
      personId: ctx.person.id,
      idleMs: Math.max(0, seenAt.getTime() + idleMinutes * MINUTE_MS - now),
      absoluteMs: Math.max(0, endsAt.getTime() - now),
    }
  })
