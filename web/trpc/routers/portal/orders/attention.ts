/** `portal.orders.attention`: open orders that are late or were moved to a later date. */
import { listOrdersNeedingAttention } from '#db/read/orders/orders-attention.ts'
import type { AttentionEntry } from '#web/portal/api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { ordersAccessOf } from './access.ts'

export const attention = memberProcedure
  .meta({ needs: { module: 'orders', action: 'view' } })
  .query(({ ctx }): Promise<AttentionEntry[]> =>
    ctx.read((trx) => listOrdersNeedingAttention(trx, ordersAccessOf(ctx))),
  )
