/** Orders of two customers that change in turn, each time to something new. */
import { CUSTOMERS } from '#web/e2e/stack/seed.ts'
import type { StandaloneStack } from '#web/e2e/stack/standalone-stack.ts'
import { signedUpdate, type SignedEvent } from '../order-events.ts'

export interface ChangingOrders {
  /** The next change, signed as the order system would. */
  next(): SignedEvent
}

const OF_EACH = 20

/** @throws Error when the sandbox has no orders */
export async function createOrders(stack: StandaloneStack): Promise<ChangingOrders> {
  const customers = [CUSTOMERS.northgate.orders, CUSTOMERS.vellmar.orders]
  const all = await Promise.all(
    customers.map((customer) => stack.upstream.list({ customer, limit: OF_EACH })),
  )
  const orders = all.flat()
  // Newer than whatever the sandbox has told.
  let version = Date.now()
  return {
    next() {
      const order = orders[++version % orders.length]
      if (!order) throw new Error('The sandbox has no orders.')
      const title = `Version ${version}`
      return signedUpdate({ ...order, version, title, updated_at: '' }, stack.webhookSecret)
    },
  }
}
