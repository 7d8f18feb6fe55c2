/** The order system of a stack as a test uses it: finds an order upstream and lets something happen to it. */
import { z } from 'zod'

const upstreamOrder = z.looseObject({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  version: z.number(),
  status: z.string(),
  customer: z.looseObject({ id: z.string() }),
  promised_on: z.string().nullable(),
})
export type UpstreamOrder = z.infer<typeof upstreamOrder>

const found = z.object({ orders: z.array(upstreamOrder) })
const acted = z.object({ order: upstreamOrder })

export interface OrderSystem {
  /** Orders of an external customer, those that changed last first. */
  list(search: { customer: string; status?: string; limit?: number }): Promise<UpstreamOrder[]>
  /** The first of them. @throws Error when there is none */
  get(search: { customer: string; status?: string }): Promise<UpstreamOrder>
  act(id: string, action: string, input?: Record<string, unknown>): Promise<UpstreamOrder>
  place(order: Record<string, unknown>): Promise<UpstreamOrder>
  /** Sets a fault on a route, e.g. status 503 on every webhook; null clears all. */
  setFault(fault: Record<string, unknown> | null): Promise<void>
}

export function createOrderSystem(sandboxUrl: string): OrderSystem {
  const list: OrderSystem['list'] = async ({ customer, status, limit = 100 }) => {
    const params = new URLSearchParams({ customer, limit: String(limit) })
    if (status !== undefined) params.set('status', status)
    const answer = await send('GET', `${sandboxUrl}/control/orders?${params.toString()}`)
    return found.parse(answer).orders
  }
  return {
    list,
    async get(search) {
      const [order] = await list(search)
      if (!order) throw new Error(`No order upstream with ${JSON.stringify(search)}.`)
      return order
    },
    async act(id, action, input = {}) {
      const url = `${sandboxUrl}/control/orders/${id}/${action}`
      return acted.parse(await send('POST', url, input)).order
    },
    async place(order) {
      return acted.parse(await send('POST', `${sandboxUrl}/control/orders`, order)).order
    },
    async setFault(fault) {
      await send(fault === null ? 'DELETE' : 'PUT', `${sandboxUrl}/control/faults`, fault)
    },
  }
}

async function send(method: string, url: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`)
  return JSON.parse(text)
}
