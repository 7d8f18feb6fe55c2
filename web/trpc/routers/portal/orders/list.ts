/** `portal.orders.list`: one page of the list, with counts per view and what can be filtered by. */
import { listOrders } from '#db/read/orders/orders-list.ts'
import type { OrdersPage } from '#web/portal/api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { ordersAccessOf } from './access.ts'
import { ordersListInput } from './list-input.ts'

export const list = memberProcedure
  .meta({ needs: { module: 'orders', action: 'view' } })
  .input(ordersListInput)
  .query(async ({ ctx, input }): Promise<OrdersPage> => {
    const timeZone = ctx.person.timeZone ?? ctx.tenant.timeZone
    const access = ordersAccessOf(ctx)
    // The order of rows would tell the amounts: without the right to see them it is the usual one.
    const sort = input.sort === 'total' && !access.amounts ? 'changed' : input.sort
    const found = await ctx.read((trx) => listOrders(trx, access, { ...input, sort, timeZone }))
    return { ...found, total: { count: found.total.count, sums: found.total.sums ?? [] } }
  })
