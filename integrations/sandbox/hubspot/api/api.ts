/** HubSpot's HTTP API: bearer token, JSON bodies, its error shape, and fault switches in front of every route. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { json, type Request, type RequestHandler, type Response, Router } from 'express'
import type { FaultRule } from '../../faults.ts'
import { bodyOf, HubspotFailure, invalid, notFound } from '../failure.ts'
import type { HubspotFaultRoute } from '../fault-routes.ts'
import type { HubspotStore } from '../store.ts'
import { associationRoutes } from './association-routes.ts'
import { objectRoutes } from './object-routes.ts'
import type { Route } from './route.ts'
import { searchRoute } from './search-route.ts'

export interface HubspotApiDeps {
  store: HubspotStore
  accessToken: string
  /** The rule that hits a call, counted down. */
  fault: (route: HubspotFaultRoute) => FaultRule | null
  /** How far the search index is behind, in milliseconds. */
  searchLagMs: () => number
}

/** Every route there is, as HubSpot's descriptions word them; searches before single objects. */
export const HUBSPOT_ROUTES: readonly Route[] = [searchRoute, ...objectRoutes, ...associationRoutes]

const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1')

const hashed = (text: string): Buffer => createHash('sha256').update(text).digest()

export function createHubspotApi(deps: HubspotApiDeps): RequestHandler {
  const router = Router()
  const expected = hashed(`Bearer ${deps.accessToken}`)
  router.use((request, _response, next) => {
    if (timingSafeEqual(hashed(request.get('authorization') ?? ''), expected)) {
      next()
      return
    }
    throw new HubspotFailure(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found.')
  })
  router.use(json({ limit: '1mb' }))
  for (const route of HUBSPOT_ROUTES) {
    const serve = server(route, deps)
    if (route.method === 'GET') router.get(expressPath(route.path), serve)
    else router.post(expressPath(route.path), serve)
  }
  router.use(() => {
    throw notFound('The sandbox has no such route of HubSpot.')
  })
  return (request, response, next) => {
    router(request, response, (error?: unknown) => {
      const failure = error instanceof SyntaxError ? invalid('Invalid input JSON.') : error
      if (failure instanceof HubspotFailure) response.status(failure.status).json(bodyOf(failure))
      else next(error)
    })
  }
}

function server(route: Route, { store, fault, searchLagMs }: HubspotApiDeps) {
  return async (request: Request, response: Response): Promise<void> => {
    const rule = fault(route.fault)
    if (rule?.latencyMs) await sleep(rule.latencyMs)
    if (rule?.effect === 'drop') {
      request.socket.destroy()
      return
    }
    if (rule?.status !== undefined) {
      if (rule.retryAfter !== undefined) response.set('retry-after', String(rule.retryAfter))
      throw faultFailure(rule.status)
    }
    const params = Object.fromEntries(
      Object.entries(request.params).map(([name, value]) => [name, String(value)]),
    )
    const body: unknown = request.body
    const indexedUntil = Date.now() - searchLagMs()
    const answer = route.answer({ store, params, query: request.query, body, indexedUntil })
    if (rule?.effect === 'execute_then_timeout') return
    response.status(answer.status).json(arranged(answer.body, rule?.effect))
  }
}

const faultFailure = (status: number): HubspotFailure =>
  status === 429
    ? new HubspotFailure(429, 'RATE_LIMITS', 'You have reached your secondly limit.')
    : new HubspotFailure(status, 'SANDBOX_FAULT', 'A fault switch of the sandbox is on.')

function arranged(body: object, effect: FaultRule['effect']): object {
  if (!('results' in body) || !Array.isArray(body.results)) return body
  const results: unknown[] = body.results
  if (effect === 'duplicate') return { ...body, results: results.flatMap((item) => [item, item]) }
  return effect === 'shuffle' ? { ...body, results: results.toReversed() } : body
}
