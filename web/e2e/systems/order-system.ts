/** The order system of a stack as a test uses it: finds an order or project there and lets something happen to it. */
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

const upstreamProject = z.looseObject({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  status: z.string(),
  order_ids: z.array(z.string()),
  milestones: z.array(z.object({ id: z.string(), title: z.string(), status: z.string() })),
})
export type UpstreamProject = z.infer<typeof upstreamProject>

const projectsFound = z.object({ projects: z.array(upstreamProject) })
const projectActed = z.object({ project: upstreamProject })

const found = z.object({ orders: z.array(upstreamOrder) })
const acted = z.object({ order: upstreamOrder })

export interface OrderSystem {
  /** Orders of an external customer, those that changed last first. */
  list(search: { customer: string; status?: string; limit?: number }): Promise<UpstreamOrder[]>
  /** The first of them. @throws Error when there is none */
  get(search: { customer: string; status?: string }): Promise<UpstreamOrder>
  act(id: string, action: string, input?: Record<string, unknown>): Promise<UpstreamOrder>
  place(order: Record<string, unknown>): Promise<UpstreamOrder>
  /** The project of an external customer that changed last. @throws Error when there is none */
  getProject(search: { customer: string; status?: string }): Promise<UpstreamProject>
  actOnProject(
    id: string,
    action: string,
    input?: Record<string, unknown>,
  ): Promise<UpstreamProject>
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
    async getProject(search) {
      const params = new URLSearchParams(search)
      const answer = await send('GET', `${sandboxUrl}/control/projects?${params.toString()}`)
      const [project] = projectsFound.parse(answer).projects
      if (!project) throw new Error(`No project upstream with ${JSON.stringify(search)}.`)
      return project
    },
    async actOnProject(id, action, input = {}) {
      const url = `${sandboxUrl}/control/projects/${id}/${action}`
      return projectActed.parse(await send('POST', url, input)).project
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
