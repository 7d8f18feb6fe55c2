/**
 * The answer to a request that failed outside a page: JSON for programs, a small page for people. It carries
 * the request's id and nothing about our insides.
 */
import type { Request, Response } from 'express'
import { ERROR_CODES, type ErrorCode } from '#workflows/contracts/errors.ts'
import { factsOf } from './request-facts.ts'

export interface Failure {
  code: ErrorCode
  /** Safe to show. */
  message: string
  /** When the table's status is not the right one, e.g. 405 or 421. */
  status?: number
}

const FOR_PROGRAMS = /^\/(?:api|webhooks|live|csp-report)(?:\/|$)/

function wantsPage(req: Request): boolean {
  return !FOR_PROGRAMS.test(req.path) && req.accepts(['json', 'html']) === 'html'
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? '')

export function sendFailure(req: Request, res: Response, failure: Failure): void {
  const { requestId } = factsOf(req)
  const { code, message } = failure
  res.status(failure.status ?? ERROR_CODES[code].http)
  res.setHeader('Cache-Control', 'private, no-store')
  if (code === 'unavailable' && !res.hasHeader('Retry-After')) res.setHeader('Retry-After', '5')
  if (!wantsPage(req)) {
    res.json({ error: { code, message, requestId } })
    return
  }
  res
    .type('html')
    .send(
      '<!doctype html><html lang="en"><meta charset="utf-8">' +
        '<meta name="viewport" content="width=device-width, initial-scale=1">' +
        `<title>${escapeHtml(message)}</title><h1>${escapeHtml(message)}</h1>` +
        `<p><small>${escapeHtml(requestId)}</small></p></html>`,
    )
}
