/**
 * The Host is looked up before anything else: this instance answers for the host of PUBLIC_URL, and says 421
 * to every other name, so that no link, cookie or cache entry is ever made for a name we do not serve.
 */
import type { RequestHandler } from 'express'
import { sendFailure } from '../error-answer.ts'

export function knownHost(publicUrl: URL): RequestHandler {
  const usualPort = publicUrl.protocol === 'https:' ? ':443' : ':80'
  const accepted = new Set([publicUrl.host])
  if (publicUrl.port === '') accepted.add(publicUrl.host + usualPort)
  return (req, res, next) => {
    // HTTP/1.0 knows requests without a Host.
    if (req.headers.host !== undefined && accepted.has(req.host.toLowerCase())) {
      next()
      return
    }
    sendFailure(req, res, {
      code: 'not_found',
      message: 'This host is not served here.',
      status: 421,
    })
  }
}
