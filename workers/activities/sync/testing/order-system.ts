/** The sandbox's order system, for tests that say outright what it has and how it fails. */
import type { WireOrder } from '#integrations/orders/schema.ts'
import { createSandbox } from '#integrations/sandbox/create-sandbox.ts'

export interface OrderSystem {
  baseUrl: string
  token: string
  /** @throws Error when the sandbox refuses */
  control(method: string, path: string, body?: unknown): Promise<unknown>
  /** What it has from now on; whatever is not among it is gone without a trace. */
  leave(orders: readonly WireOrder[]): Promise<unknown>
  close(): Promise<void>
}

export async function startOrderSystem(): Promise<OrderSystem> {
  const sandbox = await createSandbox({ token: 'sesame' })
  const control: OrderSystem['control'] = async (method, path, body) => {
    const response = await fetch(`${sandbox.url}/control/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  return {
    baseUrl: `${sandbox.url}/orders`,
    token: sandbox.token,
    control,
    leave: (orders) => control('POST', 'seed', { orders, replace: true }),
    close: () => sandbox.close(),
  }
}
