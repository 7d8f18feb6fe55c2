/**
 * Stripe's HTTP API under `/v1`: key, version, request ids, form bodies, idempotency. Each request runs in one
 * transaction together with the answer kept for its idempotency key.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import express, { type Request, type Response, Router } from 'express'
import { STRIPE_API_VERSION } from '../../../stripe/version.ts'
import type { FaultRule } from '../../faults.ts'
import { refused, StripeFailure } from '../failure.ts'
import { type StripeFaultRoute, stripeFaultRoute } from '../fault-routes.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { rightNow } from '../objects/birth.ts'
import { catalogueRoutes } from './catalogue-routes.ts'
import { creditNoteRoutes } from './credit-note-routes.ts'
import { customerRoutes } from './customer-routes.ts'
import { arranged, passFault } from './fault-switch.ts'
import { readForm } from './form.ts'
import { type Answer, createIdempotency, type KeyedRequest } from './idempotency.ts'
import { invoiceRoutes } from './invoice-routes.ts'
import { paymentMethodRoutes } from './payment-method-routes.ts'
import { paymentRoutes } from './payment-routes.ts'
import type { Route } from './route.ts'
import { subscriptionRoutes } from './subscription-routes.ts'

export interface StripeApiDeps {
  ledger: Ledger
  secretKey: string
  transaction: <T>(work: () => T) => T
  /** The rule that hits a call, counted down. */
  fault: (route: StripeFaultRoute) => FaultRule | null
  /** Called after a change is stored, with the id in the path if it has one. */
  changed: (id?: string) => void
}

/** Every route there is, as the description words them; the conformance check walks this list. */
export const STRIPE_ROUTES: readonly Route[] = [
  ...customerRoutes,
  ...invoiceRoutes,
  ...paymentRoutes,
  ...catalogueRoutes,
  ...subscriptionRoutes,
  ...paymentMethodRoutes,
  ...creditNoteRoutes,
]

const expressPath = (path: string): string => path.replace(/\{\w+\}/, ':id')

export function createStripeApi(deps: StripeApiDeps): Router {
  const router = Router()
  router.use(express.text({ type: () => true, limit: '1mb' }))
  const serve = server(deps)
  for (const route of STRIPE_ROUTES) {
    const path = expressPath(route.path)
    const handle = (request: Request, response: Response) => serve(route, request, response)
    if (route.method === 'GET') router.get(path, handle)
    else if (route.method === 'POST') router.post(path, handle)
    else router.delete(path, handle)
  }
  router.use('/v1', (request, response) => {
    const message = `Unrecognized request URL (${request.method}: ${request.originalUrl}).`
    begin(response)
    send(response, failed(new StripeFailure(404, { type: 'invalid_request_error', message })))
  })
  return router
}

function begin(response: Response): string {
  const id = `req_${randomBytes(7).toString('hex')}`
  response.set({
    'request-id': id,
    'stripe-version': STRIPE_API_VERSION,
    'cache-control': 'no-store',
  })
  return id
}

interface Served extends Answer {
  /** Id of the request whose answer this is, when it was given before. */
  replayed?: string
}

function server({ ledger, secretKey, transaction, changed, fault }: StripeApiDeps) {
  const idempotency = createIdempotency(ledger.store)

  const work = (route: Route, request: Request, requestId: string): Served => {
    const body = typeof request.body === 'string' ? request.body : ''
    const form = route.method === 'GET' ? queryOf(request) : body
    const key = route.method === 'POST' ? request.get('idempotency-key') : undefined
    const birth = rightNow({ id: requestId, idempotencyKey: key ?? null })
    const { id = '' } = request.params
    const call = { ledger, birth, id: String(id), form: readForm(form) }
    if (key === undefined) return route.answer(call)
    const { method, path } = request
    const keyed: KeyedRequest = { key: keyOf(key), method, path, form, at: birth.at }
    const saved = idempotency.recall(keyed)
    if (saved) {
      return { ...saved, replayed: saved.requestId }
    }
    const answer = route.answer(call)
    idempotency.save(keyed, { ...answer, requestId })
    return answer
  }

  return async (route: Route, request: Request, response: Response): Promise<void> => {
    const requestId = begin(response)
    const rule = fault(stripeFaultRoute(route.method, route.path))
    try {
      if (!(await passFault(rule, { request, response }))) return
      requireKey(request, secretKey)
      requireVersion(request)
      const answer = transaction(() => work(route, request, requestId))
      if (route.method !== 'GET') changed(String(request.params['id'] ?? ''))
      if (answer.replayed !== undefined) {
        response.set({ 'idempotent-replayed': 'true', 'original-request': answer.replayed })
      }
      // Done, and nobody hears of it.
      if (rule?.effect === 'execute_then_timeout') return
      send(response, arranged(answer, rule?.effect))
    } catch (error) {
      if (!(error instanceof StripeFailure)) throw error
      send(response, failed(error))
    }
  }
}

const send = (response: Response, { status, body }: Answer): void => {
  response.status(status).json(body)
}

const failed = ({ status, body }: StripeFailure): Answer => ({ status, body: { error: body } })

const queryOf = (request: Request): string => request.originalUrl.split('?')[1] ?? ''

const MAX_KEY = 255

function keyOf(key: string): string {
  if (key.length <= MAX_KEY) return key
  throw refused(`Idempotency keys may have at most ${String(MAX_KEY)} characters.`)
}

/** A bearer token, or the user name of basic authentication: what `curl -u` sends. */
function requireKey(request: Request, secretKey: string): void {
  const [scheme = '', value = ''] = (request.get('authorization') ?? '').split(' ')
  const basic = () => Buffer.from(value, 'base64').toString().split(':')[0] ?? ''
  const given = Buffer.from(scheme.toLowerCase() === 'basic' ? basic() : value)
  const expected = Buffer.from(secretKey)
  if (given.length === expected.length && timingSafeEqual(given, expected)) return
  const message =
    given.length === 0 ? 'You did not provide an API key.' : 'Invalid API Key provided.'
  throw new StripeFailure(401, { type: 'invalid_request_error', message })
}

function requireVersion(request: Request): void {
  const version = request.get('stripe-version')
  if (version === undefined || version === STRIPE_API_VERSION) return
  throw refused(`Invalid Stripe API version: ${version}. The sandbox speaks ${STRIPE_API_VERSION}.`)
}
