/**
 * `POST /webhooks/{source}/{connectionId}`: verify over the raw bytes, store, commit, 202. Nothing else happens in
 * the request; the poke that follows is a hint, and losing it loses nothing.
 */
import { Router, type Request, type Response } from 'express'
import type { Arrival } from '#db/system/inbox/arrival.ts'
import type { Connector } from '#integrations/kit/connector.ts'
import type { Logger } from '#integrations/kit/logger.ts'
import { SOURCES, type Source } from '#workflows/contracts/sources.ts'
import { withDeadline } from '../server/deadline.ts'
import { sendFailure } from '../server/error-answer.ts'
import { toAppError } from '../server/failure.ts'
import { factsOf } from '../server/request-facts.ts'
import type { WebMetrics } from '../server/watch/web-metrics.ts'
import { toArrival } from './arrivals.ts'
import type { ConnectionCache } from './connection-cache.ts'
import type { GroupCommit } from './group-commit.ts'
import { createJudge } from './judge.ts'
import { readRawBody } from './raw-body.ts'
import type { RefusalCounter } from './refusals.ts'

/** Bytes of a webhook's body at most. */
export const MAX_WEBHOOK_BYTES = 2 ** 20
/** Seconds after which a sender should try again when a row could not be stored. */
const RETRY_AFTER_SECONDS = '5'
/** Milliseconds the look-up of a connection may take; storing has a deadline of its own. */
const LOOK_UP_MS = 4_000

const ACCEPTED = {
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
  body: JSON.stringify({ status: 'accepted' }),
}

export interface WebhookDeps {
  publicUrl: URL
  connections: ConnectionCache
  connectorFor: (source: Source) => Connector
  inbox: GroupCommit<Arrival>
  refusals: RefusalCounter
  log: Logger
  metrics: Pick<WebMetrics, 'webhookAnswered'> | null
}

type Params = Record<'source' | 'connectionId', string>

export function webhooks(deps: WebhookDeps): Router {
  const router = Router()
  const receive = createReceiver(deps)
  const judged = (req: Request<Params>, verdict: string): void => {
    const known: readonly string[] = SOURCES
    const source = known.includes(req.params.source) ? req.params.source : 'unknown'
    const ms = performance.now() - factsOf(req).startedAt
    deps.metrics?.webhookAnswered({ source, verdict, ms })
  }
  router.post('/webhooks/:source/:connectionId', async (req, res) => {
    try {
      judged(req, await receive(req, res))
    } catch (error) {
      judged(req, 'unavailable')
      const failure = toAppError(error)
      // Whatever kept the row from being stored, the sender must come again.
      deps.log.error({ err: failure, requestId: factsOf(req).requestId }, 'webhook not stored')
      res.setHeader('Retry-After', RETRY_AFTER_SECONDS)
      sendFailure(req, res, {
        code: 'unavailable',
        message: 'This cannot be stored at the moment.',
      })
    }
  })
  router.all('/webhooks/{*path}', (req, res) => {
    sendFailure(req, res, { code: 'not_found', message: 'There is no such webhook address.' })
  })
  return router
}

function createReceiver(deps: WebhookDeps) {
  const judge = createJudge(deps)
  /** Resolves to `stored`, or to the reason for the refusal. */
  return async (req: Request<Params>, res: Response): Promise<string> => {
    const body = await readRawBody(req, MAX_WEBHOOK_BYTES)
    const headers = flatten(req.headers)
    const refuse = (
      reason: string,
      connectionId: Parameters<RefusalCounter['count']>[0]['connectionId'],
    ) => {
      deps.refusals.count({
        connectionId,
        reason,
        address: req.ip ?? null,
        userAgent: headers['user-agent'] ?? null,
        eventKey: headers['webhook-id'] ?? null,
      })
    }
    if (body.type === 'too_large') {
      refuse('too_large', null)
      res.setHeader('Connection', 'close')
      sendFailure(req, res, { code: 'too_large', message: 'A webhook has 1 MB at most.' })
      return 'too_large'
    }
    const request = {
      rawBody: body.bytes,
      headers,
      // Signatures over the URL mean the one the sender was given, which is that of our configuration.
      url: new URL(req.originalUrl, deps.publicUrl).href,
      method: req.method,
      receivedAt: new Date(),
    }
    const judgement = await withDeadline(judge({ ...req.params, request }), LOOK_UP_MS)
    if (judgement.type === 'refused') {
      refuse(judgement.reason, judgement.connectionId)
      sendRefusal(req, res, judgement.status)
      return judgement.reason
    }
    const { connection, connector } = judgement
    const facts = { connectionId: connection.id, requestId: factsOf(req).requestId }
    await deps.inbox.add(connector.parse(request).map((result) => toArrival(result, facts)))
    res.writeHead(202, ACCEPTED.headers).end(ACCEPTED.body)
    return 'stored'
  }
}

function sendRefusal(req: Request<Params>, res: Response, status: 401 | 404 | 410): void {
  if (status === 401) {
    sendFailure(req, res, { code: 'unauthenticated', message: 'This webhook was refused.' })
    return
  }
  const message =
    status === 410 ? 'This webhook address is gone.' : 'There is no such webhook address.'
  sendFailure(req, res, { code: 'not_found', message, status })
}

function flatten(headers: Request['headers']): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  )
}
