/** What a kept record calls the customer it belongs to, so that whoever links it need not guess from an id. */
import { z } from 'zod'

const name = z.string().trim().min(1).max(200)

/** Where each source says it: the order system, Stripe's invoices, its customers, and what our own reads found. */
const NAMED = z.union([
  z
    .object({ data: z.object({ customer: z.object({ name }) }) })
    .transform(({ data }) => data.customer.name),
  z
    .object({ data: z.object({ object: z.object({ customer_name: name }) }) })
    .transform(({ data }) => data.object.customer_name),
  z
    .object({ data: z.object({ object: z.object({ object: z.literal('customer'), name }) }) })
    .transform(({ data }) => data.object.name),
  z
    .object({ kind: z.enum(['company', 'customer']), record: z.object({ name }) })
    .transform(({ record }) => record.name),
])

/** @returns null when it names nobody, or is no JSON */
export function customerNameIn(body: string): string | null {
  try {
    const found = NAMED.safeParse(JSON.parse(body))
    return found.success ? found.data : null
  } catch {
    return null
  }
}
