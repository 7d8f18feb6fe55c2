/**
 * Headers of every answer, whatever it is: page, JSON, error, redirect or download. Scripts and styles run by
 * nonce only; development alone allows inline styles and the reload socket of Vite.
 */
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { RequestHandler } from 'express'
import helmet from 'helmet'
import { factsOf } from '../request-facts.ts'

export interface SecurityHeaderOptions {
  publicUrl: URL
  /** Vite serves the pages. */
  development: boolean
}

export const CSP_REPORT_PATH = '/csp-report'
const PERMISSIONS_POLICY =
  'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()'

/** Stands for the nonce where the headers are written once for all answers. */
const NONCE = '{nonce}'

export function securityHeaders(options: SecurityHeaderOptions): RequestHandler {
  const https = options.publicUrl.protocol === 'https:'
  const headers = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: directivesOf(options) },
    strictTransportSecurity: https && { maxAge: 63_072_000, includeSubDomains: true },
    // Not `no-referrer`: it would turn the Origin of our own forms into `null`, which the gate refuses.
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  })
  const fixed = writtenBy(headers)
  return (req, res, next) => {
    res.setHeader('Permissions-Policy', PERMISSIONS_POLICY)
    const { nonce } = factsOf(req)
    for (const [name, value] of fixed) res.setHeader(name, value.replaceAll(NONCE, nonce))
    next()
  }
}

/** What Helmet says of every answer: but for the nonce the same, so it is asked once. */
function writtenBy(headers: ReturnType<typeof helmet>): [name: string, value: string][] {
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  headers(response.req, response, () => undefined)
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)])
}

function directivesOf({ publicUrl, development }: SecurityHeaderOptions): Record<string, string[]> {
  return {
    'default-src': ["'self'"],
    'script-src': ["'self'", "'strict-dynamic'", `'nonce-${NONCE}'`],
    'style-src': development ? ["'self'", "'unsafe-inline'"] : ["'self'", `'nonce-${NONCE}'`],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'connect-src': development ? ["'self'", 'ws:', 'wss:'] : ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
    'form-action': ["'self'"],
    'report-uri': [CSP_REPORT_PATH],
    ...(publicUrl.protocol === 'https:' ? { 'upgrade-insecure-requests': [] } : {}),
  }
}
