/** Puts the sandbox's parts behind one HTTP server, for loopback and its own page only. */
import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import { asAppError, ERROR_CODES } from '#workflows/contracts/errors.ts'
import type { Logger } from '../kit/logger.ts'
import { type ControlDeps, createControl } from './control.ts'
import { createDesk } from './desk/desk.ts'
import { createDnsControl } from './identity/dns.ts'
import { identityKey } from './identity/keys.ts'
import { createOidcProvider } from './identity/oidc.ts'
import { createSamlProvider } from './identity/saml.ts'
import type { Systems } from './systems.ts'
import { createOrdersApi } from './orders/api.ts'

export interface AppDeps extends ControlDeps, Systems {
  token: string
  /** Where the sandbox is reached right now. */
  origin: () => string
  log: Logger
}

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/

/**
 * A page somewhere on the web can make a browser talk to loopback: only requests addressed to loopback by
 * name, and changes that do not come from another site, are served.
 */
const localOnly: RequestHandler = (request, response, next) => {
  const { host = '', origin } = request.headers
  const foreign = origin !== undefined && origin !== `http://${host}`
  if (LOOPBACK.test(host) && !foreign) {
    next()
    return
  }
  response
    .status(421)
    .json({ error: { code: 'not_local', message: 'The sandbox serves loopback only.' } })
}

export function createApp(deps: AppDeps): Express {
  const routes = express.Router()
  routes.get('/healthz', (_request, response) => {
    response.json({ ok: true })
  })
  const { stripe, hubspot, messaging } = deps
  routes.use('/orders', createOrdersApi(deps))
  routes.use('/stripe', stripe.routes)
  routes.use('/hubspot', hubspot.routes)
  routes.use('/twilio', messaging.routes)
  const key = identityKey(deps.store)
  routes.use(createOidcProvider(key, deps.origin), createSamlProvider(key, deps.origin))
  routes.use('/control', createDnsControl(deps.store))
  routes.use('/control', stripe.control, hubspot.control, messaging.control, createControl(deps))
  routes.use(createDesk(deps))

  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  app.use(localOnly, (request, response, next) => {
    routes(request, response, (error?: unknown) => {
      if (error === undefined) next()
      else answerError(error, { request, response, log: deps.log })
    })
  })
  return app
}

interface Failed {
  request: Request
  response: Response
  log: Logger
}

function answerError(error: unknown, { request, response, log }: Failed): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const { code, message } = asAppError(error)
  const status = statusOf(error) ?? ERROR_CODES[code].http
  const at = { method: request.method, path: request.path }
  if (status >= 500) log.error({ err: error, ...at }, 'request failed')
  response.status(status).json({ error: { code, message } })
}

/** What Express's own parsers throw: too large, not JSON. */
function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error)) return null
  return typeof error.status === 'number' ? error.status : null
}
