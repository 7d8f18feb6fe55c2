/**
 * What the first middleware establishes about a request and everybody after it reads: its id, the nonce of its
 * answer, and whether a person stands behind it. Kept beside the request, since `res.locals` has no types.
 */
import type { IncomingMessage } from 'node:http'
import type { Request } from 'express'
import { AppError } from '#workflows/contracts/errors.ts'

export interface RequestFacts {
  /** One id from webhook to browser: log lines, inbox rows and error pages carry it. */
  requestId: string
  /** Of this response's Content-Security-Policy. */
  nonce: string
  startedAt: number
}

const facts = new WeakMap<IncomingMessage, RequestFacts>()

export function setFacts(req: IncomingMessage, known: RequestFacts): void {
  facts.set(req, known)
}

/** @throws AppError `internal` when the request did not pass the first middleware */
export function factsOf(req: IncomingMessage): RequestFacts {
  const known = facts.get(req)
  if (!known) throw new AppError('internal', 'This request has no id.')
  return known
}

export interface ClientFacts {
  /** Of the nearest hop that is not a trusted proxy. */
  address: string
  userAgent: string | null
}

/** A socket that takes both families writes an IPv4 address inside of an IPv6 one; people know it without. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=[\d.]+$)/i, '')

export const clientOf = (req: Request): ClientFacts => ({
  address: plainAddress(req.ip ?? 'unknown'),
  userAgent: req.get('user-agent')?.slice(0, 400) ?? null,
})
