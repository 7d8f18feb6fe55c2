/** `portal.orders.get`: one order whole, with its invoices and projects for those who may see them; foreign and unknown ids are the same. */
import { z } from 'zod'
import { listCreditNotesByNumber } from '#db/read/invoices/credit-notes-by-number.ts'
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
      const billing = ctx.may({ module: 'billing', action: 'view' }) ? invoicesAccessOf(ctx) : null
      const invoices = billing && (await listInvoicesOfOrder(trx, billing, order.number))
      const credited = order.returns.flatMap(({ creditNoteNumber }) => creditNoteNumber ?? [])
      const creditNotes = billing && (await listCreditNotesByNumber(trx, billing, credited))
      const projects = ctx.may({ module: 'projects', action: 'view' })
        ? await listProjectsOfOrder(trx, projectsAccessOf(ctx), order.id)
        : null
      return { ...order, invoices, creditNotes, projects }
    }),
  )
