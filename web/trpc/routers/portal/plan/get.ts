/** `portal.plan.get`: what the company has subscribed to and how it pays. */
import { getPlan } from '#db/read/plan/plan-get.ts'
import type { PlanView } from '#web/portal/plan/plan-api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { scopeOf } from '#workflows/contracts/permissions.ts'

export const get = memberProcedure
  .meta({ needs: { module: 'billing', action: 'view' } })
  .query(async ({ ctx }): Promise<PlanView> => {
    // A plan is the company's as a whole: nobody's own.
    const isWhole = scopeOf(ctx.tenant.grants, { module: 'billing', action: 'view' }) === 'tenant'
    if (!isWhole) return { isWhole, subscriptions: [], methods: [] }
    return { isWhole, ...(await ctx.read((trx) => getPlan(trx))) }
  })
