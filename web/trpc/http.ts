/**
 * tRPC over HTTP for our own pages. A custom header keeps other sites out even of reads (it forces a preflight that
 * nobody answers), JSON is the only body, and a batch is small.
 */
import { createExpressMiddleware } from '@trpc/server/adapters/express'
import { Router, type RequestHandler } from 'express'
import { createRequestSession, type RequestSessionOptions } from '../auth/request-session.ts'
import type { SessionCookies } from '../auth/session-cookie.ts'
import { sendFailure } from '../server/error-answer.ts'
import { clientOf, factsOf } from '../server/request-facts.ts'
import type { TrpcContext, TrpcServices } from './context.ts'
import { appRouter } from './router.ts'

/** Names the tenant by its slug. */
export const TENANT_HEADER = 'x-portside-tenant'
const MAX_BATCH = 10
const MAX_BODY_BYTES = 256 * 1024

export interface TrpcHttpOptions extends TrpcServices, Omit<RequestSessionOptions, 'background'> {
  cookies: SessionCookies
}

const ownPagesOnly: RequestHandler = (req, res, next) => {
  if (req.get(TENANT_HEADER) === undefined) {
    sendFailure(req, res, {
      code: 'invalid_input',
      message: `The header ${TENANT_HEADER} is missing.`,
    })
    return
  }
  if (req.method === 'HEAD') {
    // tRPC says 204 to it, as if it had done something.
    sendFailure(req, res, {
      code: 'invalid_input',
      message: 'This method is not accepted.',
      status: 405,
    })
    return
  }
  const type = req.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (req.method === 'POST' && type !== 'application/json') {
    const message = 'Only application/json is accepted here.'
    sendFailure(req, res, { code: 'invalid_input', message, status: 415 })
    return
  }
  next()
}

export function trpcHttp(options: TrpcHttpOptions): Router {
  const endpoint = createExpressMiddleware({
    router: appRouter,
    maxBatchSize: MAX_BATCH,
    maxBodySize: MAX_BODY_BYTES,
    createContext: ({ req, res }): TrpcContext => ({
      services: options,
      session: createRequestSession(req, options),
      tenantSlug: req.get(TENANT_HEADER) ?? null,
      requestId: factsOf(req).requestId,
      client: clientOf(req),
      renewSession: (id) => void res.append('Set-Cookie', options.cookies.write(id)),
    }),
  })
  return Router().use(ownPagesOnly, endpoint)
}
