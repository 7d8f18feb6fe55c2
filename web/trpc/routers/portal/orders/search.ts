/** `portal.orders.search`: for the palette; without words the orders that changed last. */
import { listOrderRows } from '#db/read/orders/orders-list.ts'
import type { OrderRow } from '#web/portal/api.ts'
import { memberProcedure } from '#web/trpc/member-procedure.ts'
import { searchInput } from '../page-input.ts'
import { ordersAccessOf } from './access.ts'

export const search = memberProcedure
  .meta({ needs: { module: 'orders', action: 'view' } })
  .input(searchInput)
  .query(async ({ ctx, input }): Promise<OrderRow[]> => {
    const query = {
      view: 'all',
      q: input.text,
      states: [],
      sites: [],
      placedFrom: null,
      placedTo: null,
      timeZone: ctx.tenant.timeZone,
      sort: 'changed',
      direction: 'desc',
      cursor: null,
      limit: input.limit,
    } as const
    const found = await ctx.read((trx) => listOrderRows(trx, ordersAccessOf(ctx), query))
    return found.rows
  })
