/** `portal.orders.get`: one order whole, with its invoices and projects for those who may see them; foreign and unknown ids are the same. */
import { z } from 'zod'
import { listInvoicesOfOrder } from '#db/read/invoices/invoices-of-order.ts'
import { getOrder } from '#db/read/orders/orders-get.ts'
import { listProjectsOfOrder } from '#db/read/projects/projects-of-order.ts'
import type { OrderView } from '#web/portal/api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { invoicesAccessOf } from '../invoices/access.ts'
import { projectsAccessOf } from '../projects/access.ts'
import { ordersAccessOf } from './access.ts'

export const get = memberProcedure
  .meta({ needs: { module: 'orders', action: 'view' } })
  // Not checked for the shape of a UUID: whatever is no id of ours does not exist.
  .input(z.strictObject({ id: z.string().max(100) }))
  .query(({ ctx, input }): Promise<OrderView> =>
    ctx.read(async (trx) => {
      const order = await getOrder(trx, ordersAccessOf(ctx), input.id)
      const invoices = ctx.may({ module: 'billing', action: 'view' })
        ? await listInvoicesOfOrder(trx, invoicesAccessOf(ctx), order.number)
        : null
      const projects = ctx.may({ module: 'projects', action: 'view' })
        ? await listProjectsOfOrder(trx, projectsAccessOf(ctx), order.id)
        : null
      return { ...order, invoices, projects }
    }),
  )
