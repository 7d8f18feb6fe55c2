/** The order that the benches change: one of the demo's, as the sandbox sends it. */
import { z } from 'zod'
import type { BenchStack } from './bench-stack.ts'
import type { WireOrderLike } from './order-events.ts'

const answer = z.object({
  orders: z
    .array(
      z.looseObject({
        id: z.string(),
        version: z.number(),
        title: z.string(),
        updated_at: z.string(),
      }),
    )
    .min(1),
})

/** @returns a copy to count versions on; they start high enough to be newer than any earlier bench's */
export async function findBenchOrder(bench: BenchStack): Promise<WireOrderLike> {
  const search = new URLSearchParams({ customer: 'C-1002', status: 'production', limit: '1' })
  const response = await fetch(`${bench.sandboxUrl}/control/orders?${search.toString()}`)
  const [order] = answer.parse(await response.json()).orders
  if (!order) throw new Error('The sandbox has no order of Vellmar Dairy in production.')
  return { ...order, version: Date.now() }
}
