/**
 * The one gate before every unsafe method: the request must come from a page of ours. Fetch metadata decides
 * where a browser sends it, else Origin must be the configured one; a request that tells neither is refused.
 * What authenticates itself otherwise (webhooks are signed) passes by this list only.
 */
import type { RequestHandler } from 'express'
import { sendFailure } from '../error-answer.ts'

const ALLOWED = 'GET, HEAD, POST'
const EXCEPTIONS: readonly RegExp[] = [
  /^\/webhooks\//,
  // Identity providers have browsers post their signed answer.
  /^\/auth\/saml\/[0-9a-f-]{36}\/acs$/,
]

export function sameOriginGate(publicUrl: URL): RequestHandler {
  return (req, res, next) => {
    if (req.method === 'GET' || req.method === 'HEAD') {
      next()
      return
    }
    if (req.method !== 'POST') {
      res.setHeader('Allow', ALLOWED)
      const message = 'This method is not accepted.'
      sendFailure(req, res, { code: 'invalid_input', message, status: 405 })
      return
    }
    const site = req.get('sec-fetch-site')
    const isOurs =
      site === undefined ? req.get('origin') === publicUrl.origin : site === 'same-origin'
    if (isOurs || EXCEPTIONS.some((exception) => exception.test(req.path))) {
      next()
      return
    }
    sendFailure(req, res, {
      code: 'forbidden',
      message: 'This request did not come from our pages.',
    })
  }
}
