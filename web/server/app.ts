/**
 * The Express application, in the order that matters: headers for every answer first, then who is asked (host) and
 * from where (origin), then what must not pass body parsers or compression, then pages.
 */
import compression from 'compression'
import express, { Router, type Express, type RequestHandler } from 'express'
import type { Logger } from '#integrations/kit/logger.ts'
import { webhooks, type WebhookDeps } from '../ingress/webhooks.ts'
import { liveRoute, type LiveRouteDeps } from '../live/live-route.ts'
import { ssoRoutes } from '../auth/sso/routes.ts'
import { trpcHttp } from '../trpc/http.ts'
import { sendFailure } from './error-answer.ts'
import { auditCsv } from './exports/audit-csv.ts'
import { csvDownloads } from './exports/csv-download.ts'
import { invoicesCsv } from './exports/invoices-csv.ts'
import { ordersCsv } from './exports/orders-csv.ts'
import { projectsCsv } from './exports/projects-csv.ts'
import { health, type HealthDeps } from './health.ts'
import type { LoadContextDeps } from './load-context.ts'
import { CSP_REPORT_PATH, securityHeaders } from './middleware/security-headers.ts'
import { cspReport } from './middleware/csp-report.ts'
import { withErrorAnswers } from './middleware/error-handler.ts'
import { knownHost } from './middleware/host.ts'
import { privateAnswers } from './middleware/private-answers.ts'
import { requestId } from './middleware/request-id.ts'
import { requestLog } from './middleware/request-log.ts'
import { sameOriginGate } from './middleware/same-origin-gate.ts'
import { trustProxies } from './middleware/trusted-proxies.ts'
import { NO_PAGE, type PageMatch } from './watch/route-patterns.ts'
import { watchedRequests } from './watch/watched-requests.ts'
import type { WebMetrics } from './watch/web-metrics.ts'

export interface WebDeps extends LoadContextDeps {
  publicUrl: URL
  trustedProxies: readonly string[]
  /** Vite serves the pages. */
  development: boolean
  log: Logger
  health: HealthDeps
  intake: Omit<WebhookDeps, 'publicUrl' | 'log' | 'metrics'>
  hub: LiveRouteDeps['hub']
  /** Files of the client build, or Vite. */
  assets: RequestHandler | null
  /** Everything that is a page. */
  pages: RequestHandler
  /** Names a page by its pattern, for metrics and traces. */
  match?: PageMatch
  /** Missing: requests are neither measured nor traced. */
  watch?: { metrics: WebMetrics | null }
}

/**
 * @example createApp(deps).listen(3000)
 */
export function createApp(deps: WebDeps): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(
    trustProxies(app, deps.trustedProxies),
    requestId,
    securityHeaders(deps),
    requestLog(deps.log),
    ...watchersOf(deps),
    withErrorAnswers(routesOf(deps), deps.log),
  )
  return app
}

const watchersOf = ({ watch, match = () => NO_PAGE }: WebDeps): RequestHandler[] =>
  watch ? [watchedRequests({ ...watch, page: match })] : []

function routesOf(deps: WebDeps): Router {
  const { publicUrl, log, services } = deps
  const session = { store: deps.door.store, cookies: deps.door.cookies }
  const routes = Router()
  routes.use(health(deps.health))
  routes.use(knownHost(publicUrl), sameOriginGate(publicUrl))
  routes.use(webhooks({ ...deps.intake, publicUrl, log, metrics: deps.watch?.metrics ?? null }))
  if (deps.assets) routes.use(deps.assets)
  routes.use(privateAnswers)
  routes.use(ssoRoutes(deps.sso))
  routes.use(liveRoute({ ...session, hub: deps.hub, cursors: services.cursors, log }))
  routes.use(compression())
  routes.use('/api/trpc', trpcHttp({ ...services, ...session }))
  routes.use(
    csvDownloads([ordersCsv, projectsCsv, invoicesCsv, auditCsv], { services, ...session }),
  )
  routes.post(CSP_REPORT_PATH, cspReport(log))
  routes.use('/api', (req, res) => {
    sendFailure(req, res, { code: 'not_found', message: 'There is nothing at this address.' })
  })
  routes.use(deps.pages)
  return routes
}
