/** `/control/*`: everything the control page can do, as JSON, and what only tests need (seed, raw state). */
import { json, Router } from 'express'
import { z } from 'zod'
import { AppError } from '#workflows/contracts/errors.ts'
import { isWebhookSecret } from '../kit/signature.ts'
import { wireOrder } from '../orders/schema.ts'
import type { Changes } from './changes.ts'
import { newOrder } from './demo/place-order.ts'
import { type Faults, FAULT_ROUTES, faultRule } from './faults.ts'
import { ACTION_INPUTS, type Action, ACTIONS } from './orders/actions.ts'
import type { Deliveries } from './orders/deliveries.ts'
import type { OrderDesk } from './orders/order-desk.ts'
import { wireProject } from '../orders/project-schema.ts'
import { newProject } from './orders/projects/new-project.ts'
import {
  PROJECT_ACTIONS,
  PROJECT_INPUTS,
  type ProjectAction,
} from './orders/projects/project-actions.ts'
import type { ProjectDesk } from './orders/projects/project-desk.ts'
import type { Store } from './store.ts'

export interface ControlDeps {
  store: Store
  faults: Faults
  deliveries: Deliveries
  desk: OrderDesk
  projectDesk: ProjectDesk
  changes: Changes
}

const target = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  secret: z.string().refine(isWebhookSecret, 'must be whsec_ followed by base64'),
})

const search = z.object({
  customer: z.string().optional(),
  q: z.string().optional(),
  status: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
})

const seed = z.strictObject({
  orders: z
    .array(z.looseObject({ id: z.string().min(1), updated_at: z.string() }))
    .max(200_000)
    .default([]),
  projects: z.array(wireProject).max(20_000).default([]),
  /** Throws everything away first. */
  replace: z.boolean().default(false),
  /** Lets orders through that break the contract, to see what becomes of them. */
  unchecked: z.boolean().default(false),
})

/** Parses a request part, or tells what is wrong with it in one line. */
function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new AppError('invalid_input', z.prettifyError(result.error))
}

const isProjectAction = (name: string): name is ProjectAction =>
  PROJECT_ACTIONS.some((action) => action === name)

const isAction = (name: string): name is Action => ACTIONS.some((action) => action === name)

export function createControl(deps: ControlDeps): Router {
  const router = Router()
  router.use(json({ limit: '256mb', strict: false }))
  router.use(orderRoutes(deps), projectRoutes(deps))
  router.use(webhookRoutes(deps), faultRoutes(deps), testRoutes(deps))
  return router
}

function orderRoutes({ store, desk }: ControlDeps): Router {
  const router = Router()
  router.get('/orders', (request, response) => {
    const { customer = '', q = '', status, limit } = parse(search, request.query)
    const statuses = status === undefined ? [] : status.split(',')
    response.json({ orders: store.orders.search({ customer, q, statuses, limit }) })
  })
  router.post('/orders', (request, response) => {
    response.status(201).json({ order: desk.place(parse(newOrder, request.body)) })
  })
  router.post('/orders/:id/:action', (request, response) => {
    const { id, action } = request.params
    if (!isAction(action)) throw new AppError('not_found', `Actions are ${ACTIONS.join(', ')}.`)
    const input = parse<unknown>(ACTION_INPUTS[action], request.body ?? {})
    response.json({ order: desk.act(id, action, input) })
  })
  return router
}

function projectRoutes({ store, projectDesk }: ControlDeps): Router {
  const router = Router()
  router.get('/projects', (request, response) => {
    const { customer = '', q = '', status, limit } = parse(search, request.query)
    const statuses = status === undefined ? [] : status.split(',')
    response.json({ projects: store.projects.search({ customer, q, statuses, limit }) })
  })
  router.post('/projects', (request, response) => {
    response.status(201).json({ project: projectDesk.setUp(parse(newProject, request.body)) })
  })
  router.post('/projects/:id/:action', (request, response) => {
    const { id, action } = request.params
    if (!isProjectAction(action)) {
      throw new AppError('not_found', `Actions are ${PROJECT_ACTIONS.join(', ')}.`)
    }
    const input = parse<unknown>(PROJECT_INPUTS[action], request.body ?? {})
    response.json({ project: projectDesk.act(id, action, input) })
  })
  return router
}

function webhookRoutes({ deliveries }: ControlDeps): Router {
  const router = Router()
  const shown = () => {
    const current = deliveries.target()
    return { url: current?.url ?? null, registered: current !== null }
  }
  router.get('/webhooks/orders', (_request, response) => {
    response.json(shown())
  })
  router.put('/webhooks/orders', (request, response) => {
    deliveries.register(parse(target, request.body))
    response.json(shown())
  })
  router.delete('/webhooks/orders', (_request, response) => {
    deliveries.register(null)
    response.json(shown())
  })
  router.get('/deliveries', (request, response) => {
    const { limit } = parse(search, request.query)
    response.json({ waiting: deliveries.waiting(), deliveries: deliveries.list(limit) })
  })
  router.post('/deliveries/:id/resend', (request, response) => {
    if (!deliveries.resend(request.params.id)) {
      throw new AppError('not_found', 'There is no finished delivery with this id.')
    }
    response.status(202).json({ queued: true })
  })
  return router
}

function faultRoutes({ faults, changes }: ControlDeps): Router {
  const router = Router()
  const answer = () => ({ routes: FAULT_ROUTES, faults: faults.list() })
  router.get('/faults', (_request, response) => {
    response.json(answer())
  })
  router.put('/faults', (request, response) => {
    faults.set(parse(faultRule, request.body))
    changes.tell('faults')
    response.json(answer())
  })
  router.delete('/faults', (request, response) => {
    faults.clear(parse(z.object({ route: z.string().optional() }), request.query).route)
    changes.tell('faults')
    response.json(answer())
  })
  return router
}

function testRoutes({ store, deliveries, faults, changes }: ControlDeps): Router {
  const router = Router()
  router.post('/seed', (request, response) => {
    const { orders, projects, replace, unchecked } = parse(seed, request.body)
    store.seed(unchecked ? orders : parse(z.array(wireOrder), orders), { replace })
    for (const project of projects) store.projects.put(project)
    changes.tell('orders')
    response.status(201).json({ seeded: orders.length + projects.length })
  })
  router.get('/state', (request, response) => {
    const { customer } = parse(search, request.query)
    const orders = store.orders
      .all()
      .filter((order) => !customer || order.customer?.id === customer)
    const projects = store.projects
      .all()
      .filter((project) => !customer || project.customer.id === customer)
    response.json({
      orders,
      projects,
      webhook: deliveries.target()?.url ?? null,
      faults: faults.list(),
    })
  })
  router.get('/events', (_request, response) => {
    changes.stream(response)
  })
  return router
}
