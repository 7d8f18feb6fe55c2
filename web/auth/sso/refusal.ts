/**
 * Why the answer of an identity provider was refused, kept beside the request: the page that says so is shown at the
 * address the answer came to, with the status of a refusal, and nobody can put a reason into a link.
 */
import type { IncomingMessage } from 'node:http'
import type { Rejection } from './rejection.ts'

const refusals = new WeakMap<IncomingMessage, Rejection>()

export function noteRefusal(req: IncomingMessage, reason: Rejection): void {
  refusals.set(req, reason)
}

export const refusalOf = (req: IncomingMessage): Rejection | null => refusals.get(req) ?? null
