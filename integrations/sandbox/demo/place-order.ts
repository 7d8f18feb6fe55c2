/** A new order as the desk types it in: what is not said is chosen the way that customer usually orders. */
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import type { WireOrder } from '../../orders/schema.ts'
import { composeWish } from './compose.ts'
import { type DemoCustomer, findCustomer } from './customers.ts'
import { createRandom } from './random.ts'

export const newOrder = z.strictObject({
  customer: z.string().min(1).max(200),
  title: z.string().trim().max(200).optional(),
  site: z.string().trim().max(200).optional(),
  reference: z.string().trim().max(100).optional(),
  placedByEmail: z.union([z.email(), z.literal('')]).optional(),
})
export type NewOrder = z.infer<typeof newOrder>

export function placeOrder(
  wanted: NewOrder,
  { number, now }: { number: number; now: Date },
): WireOrder {
  const customer = findCustomer(wanted.customer)
  if (!customer) throw new AppError('invalid_input', 'There is no such customer at the order desk.')
  const random = createRandom(`${customer.id}/${String(number)}`)
  const product = random.pick(customer.catalogue)
  const wish = composeWish(customer, product, random)
  const at = now.toISOString()
  return {
    id: `ord_${String(number)}`,
    version: 1,
    number: `SO-${String(number)}`,
    ...wish,
    title: wanted.title || wish.title,
    site: wanted.site || wish.site,
    customer_reference: wanted.reference || wish.customer_reference,
    placed_by: personOf(wanted.placedByEmail, customer) ?? wish.placed_by,
    status: 'new',
    placed_at: at,
    first_promised_on: null,
    promised_on: null,
    delivered_at: null,
    updated_at: at,
    deleted_at: null,
    shipments: [],
    returns: [],
    history: [{ id: `his_${String(number)}_1`, at, type: 'status', status: 'new', text: null }],
  }
}

function personOf(email: string | undefined, customer: DemoCustomer): WireOrder['placed_by'] {
  if (!email) return null
  const known = customer.people.find((person) => person.email === email)
  return known ?? { name: email.split('@')[0] ?? email, email }
}
