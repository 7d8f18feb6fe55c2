/** `portal.orders.get`: one order whole; foreign and unknown ids are the same. */
import { z } from 'zod'
import { getOrder } from '#db/read/orders/orders-get.ts'
import type { OrderView } from '#web/portal/api.ts'
import { memberProcedure } from '#web/trpc/init.ts'
import { ordersAccessOf } from './access.ts'

export const get = memberProcedure
  .meta({ needs: { module: 'orders', action: 'view' } })
  // Not checked for the shape of a UUID: whatever is no id of ours does not exist.
  .input(z.strictObject({ id: z.string().max(100) }))
  .query(({ ctx, input }): Promise<OrderView> =>
    ctx.read((trx) => getOrder(trx, ordersAccessOf(ctx), input.id)),
  )
