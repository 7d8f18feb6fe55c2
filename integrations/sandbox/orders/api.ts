/** The Orders API as integrations/orders/openapi.json describes it: bearer token, keyset pages, single objects. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import { type Faults, faulty } from '../faults.ts'
import type { Store } from '../store.ts'
import type { ObjectStore, PagePosition } from './object-store.ts'

const MAX_PAGE = 200
const USUAL_PAGE = 50

const listQuery = z.strictObject({
  updated_since: z.iso.datetime({ offset: true }).optional(),
  cursor: z.string().min(1).max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(USUAL_PAGE),
})

const position = z.tuple([z.string(), z.string()])

type Item = { id: string; updated_at: string }

/** Opaque to clients: where the page before ended. */
const cursorOf = (item: Item): string =>
  Buffer.from(JSON.stringify([item.updated_at, item.id])).toString('base64url')

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

  serveKind(router, faults, { path: 'orders', word: 'order', objects: store.orders })
  serveKind(router, faults, { path: 'projects', word: 'project', objects: store.projects })
  router.use((_request, response) => {
    sendError(response, 404, { code: 'not_found', message: 'The Orders API has no such route.' })
  })
  return router
}

interface ServedKind {
  path: 'orders' | 'projects'
  word: string
  objects: Pick<ObjectStore<Item>, 'listPage' | 'find'>
}

/** Both kinds are served in the same way: a page by keyset, and one by its id. */
function serveKind(router: Router, faults: Faults, kind: ServedKind): void {
  const { path, word, objects } = kind
  router.get(`/${path}`, faulty(faults, `GET /${path}`), (request, response) => {
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
    const found = objects.listPage({ since, after, limit: limit + 1 })
    const page = found.slice(0, limit)
    const last = page.at(-1)
    const next = found.length > limit && last ? cursorOf(last) : null
    response.json({ data: arranged(page, response.locals['effect']), next_cursor: next })
  })

  router.get(`/${path}/:id`, faulty(faults, `GET /${path}/{id}`), (request, response) => {
    const item = objects.find(String(request.params['id']))
    if (item) response.json(item)
    else {
      const message = `There is no ${word} with this id.`
      sendError(response, 404, { code: 'not_found', message })
    }
  })
}

function arranged(page: Item[], effect: unknown): Item[] {
  if (effect === 'duplicate') return page.flatMap((item) => [item, item])
  return effect === 'shuffle' ? page.toReversed() : page
}
