/** What may be asked of a list of orders: the query of the page, each part within bounds, and nothing else. */
import { z } from 'zod'
import { ORDER_VIEWS } from '#db/read/orders/orders-filter.ts'
import { ORDERS_SORTS } from '#db/read/orders/orders-sort.ts'
import { ORDER_STATES } from '#workflows/contracts/orders.ts'
import { pageInput } from '../page-input.ts'

export const ordersListInput = z.strictObject({
  ...pageInput,
  view: z.enum(ORDER_VIEWS),
  states: z.array(z.enum(ORDER_STATES)).max(ORDER_STATES.length),
  sites: z.array(z.string().min(1).max(200)).max(20),
  placedFrom: z.iso.date().nullable(),
  placedTo: z.iso.date().nullable(),
  sort: z.enum(ORDERS_SORTS),
})
