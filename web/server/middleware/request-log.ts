/** One line per request when it is over. Paths are logged without their query, which may hold what people searched for. */
import type { RequestHandler } from 'express'
import type { Logger } from '#integrations/kit/logger.ts'
import { factsOf } from '../request-facts.ts'

const QUIET = /^\/(?:healthz|readyz|assets\/)/
const MAX_PATH = 300
/** The link of an invitation is a secret until it is used. */
const SECRET_PATH = /^((?:\/admin)?\/invitation\/)[^/.]+/

export function requestLog(log: Logger): RequestHandler {
  return (req, res, next) => {
    const path = req.path.replace(SECRET_PATH, '$1…').slice(0, MAX_PATH)
    const { requestId, startedAt } = factsOf(req)
    res.on('close', () => {
      const ms = Math.round(performance.now() - startedAt)
      const level = QUIET.test(path) ? 'debug' : 'info'
      log[level]({ requestId, method: req.method, path, status: res.statusCode, ms }, 'request')
    })
    next()
  }
}
