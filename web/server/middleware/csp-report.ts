/** Where browsers report violations of our Content-Security-Policy: logged, a few per minute, never stored. */
import express, { type RequestHandler } from 'express'
import type { Logger } from '#integrations/kit/logger.ts'
import { factsOf } from '../request-facts.ts'

/** A broken page in many browsers must not fill the log. */
const PER_MINUTE = 20
const MAX_REPORT = 1_000

export function cspReport(log: Logger): RequestHandler[] {
  let minute = 0
  let seen = 0
  const body = express.text({
    type: ['application/csp-report', 'application/reports+json', 'application/json'],
    limit: '16kb',
  })
  const receive: RequestHandler = (req, res) => {
    const now = Math.floor(Date.now() / 60_000)
    if (now !== minute) [minute, seen] = [now, 0]
    if (++seen <= PER_MINUTE && typeof req.body === 'string') {
      const report = req.body.slice(0, MAX_REPORT)
      log.warn({ requestId: factsOf(req).requestId, report }, 'content security policy violated')
    }
    res.status(204).end()
  }
  return [body, receive]
}
