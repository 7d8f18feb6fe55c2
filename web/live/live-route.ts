/**
 * `GET /live?tenant={slug}`: the stream of a signed-in member. It authenticates by the session cookie, counts as no
 * activity, and resumes after `Last-Event-ID` (a reconnecting browser) or `?after=` (a page that was just rendered).
 */
import { Router, type Request, type Response } from 'express'
import type { Logger } from '#integrations/kit/logger.ts'
import type { TenantId } from '#workflows/contracts/ids.ts'
import { createRequestSession, type RequestSessionOptions } from '../auth/request-session.ts'
import { sendFailure } from '../server/error-answer.ts'
import { factsOf } from '../server/request-facts.ts'
import { GATE_WORDS } from '../auth/session-gate.ts'
import type { CursorCodec } from './cursor.ts'
import { retryFrame } from './frames.ts'
import type { LiveHub } from './hub.ts'
import { createLiveStream, type LiveStream } from './stream.ts'
import type { After } from './tenant-channel.ts'

/** Tabs share one stream per browser; a few more cover browsers that cannot, and reconnects. */
const PER_SESSION = 12

export interface LiveRouteDeps extends Omit<RequestSessionOptions, 'background'> {
  hub: LiveHub
  cursors: CursorCodec
  log: Logger
}

export function liveRoute(deps: LiveRouteDeps): Router {
  const router = Router()
  router.get('/live', async (req, res) => {
    if (req.method === 'HEAD') {
      sendFailure(req, res, { code: 'invalid_input', message: 'This is a stream.', status: 405 })
      return
    }
    const stream = await admit(req, res, deps)
    if (stream) await pour(req, res, { ...deps, stream })
  })
  return router
}

async function admit(req: Request, res: Response, deps: LiveRouteDeps): Promise<LiveStream | null> {
  const session = createRequestSession(req, { ...deps, background: true })
  const slug = typeof req.query['tenant'] === 'string' ? req.query['tenant'] : null
  const found = await session.find(slug)
  if (!found) {
    sendFailure(req, res, { code: 'unauthenticated', message: 'Please sign in.' })
    return null
  }
  const { person, tenant, hash } = found
  if (!tenant) {
    sendFailure(req, res, { code: 'not_found', message: 'This does not exist.' })
    return null
  }
  if (tenant.gate !== null) {
    sendFailure(req, res, { code: 'step_up', message: GATE_WORDS[tenant.gate] })
    return null
  }
  if (deps.hub.countOf(hash) >= PER_SESSION) {
    sendFailure(req, res, { code: 'rate_limited', message: 'Too many streams are open.' })
    return null
  }
  return createLiveStream({
    res,
    tenantId: tenant.id,
    sessionHash: hash,
    viewer: { personId: person.id, grants: tenant.grants },
  })
}

async function pour(
  req: Request,
  res: Response,
  { hub, cursors, log, stream }: LiveRouteDeps & { stream: LiveStream },
): Promise<void> {
  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'private, no-store, no-transform',
    'X-Accel-Buffering': 'no',
  })
  res.write(retryFrame)
  // Of the response: the request's own signals fire late or never behind some proxies.
  res.on('close', () => {
    hub.leave(stream)
  })
  try {
    await hub.open(stream, afterOf(req, stream.tenantId, cursors))
    if (res.destroyed) hub.leave(stream)
  } catch (error) {
    log.warn({ err: error, requestId: factsOf(req).requestId }, 'stream not opened')
    // The browser comes back by itself after the retry time.
    stream.end()
  }
}

function afterOf(req: Request, tenantId: TenantId, cursors: CursorCodec): After {
  const query = typeof req.query['after'] === 'string' ? req.query['after'] : undefined
  const cursor = req.get('last-event-id') ?? query
  if (cursor === undefined || cursor === '') return null
  return cursors.read(tenantId, cursor) ?? 'unknown'
}
