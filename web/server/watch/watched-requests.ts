/**
 * What surrounds every request of a process that is watched: its time by route, and the span everything it causes
 * belongs to. A span names the route and the request's id, never an address or what was asked for.
 */
import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { RequestHandler } from 'express'
import { tracer } from '#integrations/kit/watch/span.ts'
import { factsOf } from '../request-facts.ts'
import { routeOf, type PageMatch } from './route-patterns.ts'
import type { WebMetrics } from './web-metrics.ts'

export interface WatchedRequests {
  metrics: WebMetrics | null
  /** Asked when a request is over. */
  page: PageMatch
}

export function watchedRequests({ metrics, page }: WatchedRequests): RequestHandler {
  return (req, res, next) => {
    const { requestId, startedAt } = factsOf(req)
    const { method } = req
    const span = tracer().startSpan(method, {
      kind: SpanKind.SERVER,
      attributes: { 'http.request.method': method, 'portside.request_id': requestId },
    })
    res.on('close', () => {
      const route = routeOf(req, page)
      const status = res.statusCode
      metrics?.requestEnded({ method, route, status, ms: performance.now() - startedAt })
      span.updateName(`${method} ${route}`)
      span.setAttributes({ 'http.route': route, 'http.response.status_code': status })
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    })
    context.with(trace.setSpan(context.active(), span), next)
  }
}
