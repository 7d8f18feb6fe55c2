/** All orders of a new demo, numbered in the order in which they were placed. */
import type { WireOrder } from '../../orders/schema.ts'
import { CUSTOMERS } from './customers.ts'
import { openPlan, storiesOf } from './open.ts'
import { pastPlan } from './past.ts'
import { createRandom } from './random.ts'
import { withReturns } from './returns.ts'
import { orderOf, type Plan } from './timeline.ts'

/** The number of the first order. */
const FIRST_NUMBER = 17_001

export function demoOrders({ seed, now }: { seed: number; now: Date }): WireOrder[] {
  const plans = CUSTOMERS.flatMap((customer): Plan[] => {
    const random = createRandom(`${String(seed)}/${customer.id}`)
    const open = storiesOf(customer, random).map((story) =>
      openPlan(story, 0, { customer, random, now }),
    )
    const past = Array.from({ length: customer.orders - open.length }, () =>
      pastPlan(customer, 0, { random, now }),
    )
    return [...past, ...open]
  })
  const orders = plans
    .toSorted((a, b) => a.placedAt.getTime() - b.placedAt.getTime())
    .map((plan, index) => orderOf({ ...plan, number: FIRST_NUMBER + index }))
  return withReturns(orders, now)
}
