/** What may be asked of a list of orders: the query of the page, each part within bounds, and nothing else. */
import { z } from 'zod'
import { ORDER_VIEWS } from '#db/read/orders/orders-filter.ts'
import { ORDERS_SORTS } from '#db/read/orders/orders-sort.ts'
import { ORDER_STATES } from '#workflows/contracts/orders.ts'

const MAX_LIMIT = 100

export const ordersListInput = z.strictObject({
  view: z.enum(ORDER_VIEWS),
  q: z.string().max(100),
  states: z.array(z.enum(ORDER_STATES)).max(ORDER_STATES.length),
  sites: z.array(z.string().min(1).max(200)).max(20),
  placedFrom: z.iso.date().nullable(),
  placedTo: z.iso.date().nullable(),
  sort: z.enum(ORDERS_SORTS),
  direction: z.enum(['asc', 'desc']),
  cursor: z.string().min(1).max(1_000).nullable(),
  limit: z.int().min(1).max(MAX_LIMIT),
})
