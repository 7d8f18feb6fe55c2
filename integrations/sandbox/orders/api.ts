/** The Orders API as integrations/orders/openapi.json describes it: bearer token, keyset pages, single orders. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import { type Faults, faulty } from '../faults.ts'
import type { PagePosition, Store, StoredOrder } from '../store.ts'

const MAX_PAGE = 200
const USUAL_PAGE = 50

const listQuery = z.strictObject({
  updated_since: z.iso.datetime({ offset: true }).optional(),
  cursor: z.string().min(1).max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(USUAL_PAGE),
})

const position = z.tuple([z.string(), z.string()])

/** Opaque to clients: where the page before ended. */
const cursorOf = (order: StoredOrder): string =>
  Buffer.from(JSON.stringify([order.updated_at, order.id])).toString('base64url')

function readCursor(cursor: string): PagePosition | null {
  try {
    const [updatedAt, id] = position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return { updatedAt, id }
  } catch {
    return null
  }
}

export function sendError(
  response: Response,
  status: number,
  error: { code: string; message: string },
): void {
  response.status(status).json({ error })
}

const hashed = (text: string): Buffer => createHash('sha256').update(text).digest()

function bearerOnly(token: string): RequestHandler {
  const expected = hashed(`Bearer ${token}`)
  return (request, response, next) => {
    if (timingSafeEqual(hashed(request.get('authorization') ?? ''), expected)) {
      next()
      return
    }
    response.set('www-authenticate', 'Bearer')
    sendError(response, 401, {
      code: 'unauthorized',
      message: 'The bearer token is missing or wrong.',
    })
  }
}

export function createOrdersApi({
  store,
  faults,
  token,
}: {
  store: Store
  faults: Faults
  token: string
}): Router {
  const router = Router()
  router.use(bearerOnly(token))

  router.get('/orders', faulty(faults, 'GET /orders'), (request, response) => {
    const query = listQuery.safeParse(request.query)
    const after = query.data?.cursor === undefined ? null : readCursor(query.data.cursor)
    if (!query.success || (query.data.cursor !== undefined && after === null)) {
      const message =
        'Check updated_since (ISO 8601), cursor (as given by next_cursor) and limit (1 to 200).'
      sendError(response, 400, { code: 'invalid_request', message })
      return
    }
    const { updated_since, limit } = query.data
    const since = updated_since === undefined ? null : new Date(updated_since).toISOString()
    const found = store.listPage({ since, after, limit: limit + 1 })
    const page = found.slice(0, limit)
    const last = page.at(-1)
    const next = found.length > limit && last ? cursorOf(last) : null
    response.json({ data: arranged(page, response.locals['effect']), next_cursor: next })
  })

  router.get('/orders/:id', faulty(faults, 'GET /orders/{id}'), (request, response) => {
    const order = store.findOrder(String(request.params['id']))
    if (order) response.json(order)
    else sendError(response, 404, { code: 'not_found', message: 'There is no order with this id.' })
  })

  router.use((_request, response) => {
    sendError(response, 404, { code: 'not_found', message: 'The Orders API has no such route.' })
  })
  return router
}

function arranged(page: StoredOrder[], effect: unknown): StoredOrder[] {
  if (effect === 'duplicate') return page.flatMap((order) => [order, order])
  return effect === 'shuffle' ? page.toReversed() : page
}
