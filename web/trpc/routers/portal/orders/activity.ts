/** `portal.orders.activity`: what happened lately, newest first. */
import { z } from 'zod'
import { listOrderActivity } from '#db/read/orders/orders-activity.ts'
import type { ActivityEntry } from '#web/portal/api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { ordersAccessOf } from './access.ts'

export const activity = memberProcedure
  .meta({ needs: { module: 'orders', action: 'view' } })
  .input(z.strictObject({ limit: z.int().min(1).max(100) }))
  .query(({ ctx, input }): Promise<ActivityEntry[]> =>
    ctx.read((trx) => listOrderActivity(trx, ordersAccessOf(ctx), input.limit)),
  )
