/**
 * Headers of every answer, whatever it is: page, JSON, error, redirect or download. Scripts and styles run by
 * nonce only; development alone allows inline styles and the reload socket of Vite.
 */
import type { IncomingMessage } from 'node:http'
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

const nonceOf = (req: IncomingMessage): string => `'nonce-${factsOf(req).nonce}'`

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
  return (req, res, next) => {
    res.setHeader('Permissions-Policy', PERMISSIONS_POLICY)
    headers(req, res, next)
  }
}

type Directive = (string | ((req: IncomingMessage) => string))[]

function directivesOf({
  publicUrl,
  development,
}: SecurityHeaderOptions): Record<string, Directive> {
  return {
    'default-src': ["'self'"],
    'script-src': ["'self'", "'strict-dynamic'", nonceOf],
    'style-src': development ? ["'self'", "'unsafe-inline'"] : ["'self'", nonceOf],
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
