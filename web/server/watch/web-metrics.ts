/** What the web process counts. One function per thing that happens, so that nobody else knows of Prometheus. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { SignIn, SignInResult } from '../../auth/sign-in.ts'
import { SECONDS } from '#integrations/kit/watch/registry.ts'

/** Members and staff come in by doors of their own. */
export type Door = 'portal' | 'console'

export interface WebMetrics {
  requestEnded(request: { method: string; route: string; status: number; ms: number }): void
  /** A webhook was answered: `stored`, or why not. */
  webhookAnswered(webhook: { source: string; verdict: string; ms: number }): void
  /** `outcome`: `ok`, or the code of the error. */
  procedureEnded(procedure: { path: string; outcome: string; ms: number }): void
  /** A password was tried at a door; `outcome`: what came of it. */
  signInTried(sign: { door: Door; outcome: SignInResult['type'] }): void
  /** Live events were handed to the open streams of a tenant, so long after they were written. */
  changesSent(sent: { streams: number; ageMs: number }): void
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

export function createWebMetrics(registry: Registry): WebMetrics {
  const histogram = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Histogram<L>({
      name: `portside_${name}`,
      help,
      labelNames,
      buckets: SECONDS,
      registers: [registry],
    })
  const requests = histogram(
    'http_request_duration_seconds',
    'Duration of requests, by pattern of the route and class of the status; streams are counted when they end',
    ['method', 'route', 'status'],
  )
  const webhooks = histogram(
    'webhook_duration_seconds',
    'Duration of webhooks from the first byte to the answer, by what became of them',
    ['source', 'verdict'],
  )
  const procedures = histogram(
    'procedure_duration_seconds',
    'Duration of tRPC procedures, by outcome',
    ['procedure', 'outcome'],
  )
  const fanOut = histogram(
    'live_fanout_lag_seconds',
    'Time from the oldest live event of a batch to its being written to every open stream of its tenant',
    [],
  )
  const signIns = new Counter({
    name: 'portside_sign_in_tries_total',
    help: 'Passwords tried, by door and by what came of it',
    labelNames: ['door', 'outcome'],
    registers: [registry],
  })
  return {
    requestEnded: ({ method, route, status, ms }) => {
      const known = METHODS.has(method) ? method : 'other'
      requests.observe({ method: known, route, status: classOf(status) }, ms / 1_000)
    },
    webhookAnswered: ({ ms, ...labels }) => webhooks.observe(labels, ms / 1_000),
    procedureEnded: ({ path, outcome, ms }) =>
      procedures.observe({ procedure: path, outcome }, ms / 1_000),
    signInTried: (labels) => signIns.inc(labels),
    changesSent: ({ ageMs }) => fanOut.observe({}, ageMs / 1_000),
  }
}

const classOf = (status: number): string => `${String(Math.floor(status / 100))}xx`

/** @param count streams that are open now */
export function registerStreamGauge(registry: Registry, count: () => number): void {
  new Gauge({
    name: 'portside_sse_clients',
    help: 'Open streams of live events',
    registers: [registry],
    collect() {
      this.set(count())
    },
  })
}

/** The same way in, counted: somebody who tries the passwords of many accounts shows nowhere else. */
export const watchedSignIn =
  <Id>(signIn: SignIn<Id>, door: Door, metrics: WebMetrics | null): SignIn<Id> =>
  async (request) => {
    const result = await signIn(request)
    metrics?.signInTried({ door, outcome: result.type })
    return result
  }
