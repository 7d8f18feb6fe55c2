/**
 * Errors of procedures: codes by the one table, messages that are safe to show, the request's id, and nothing else.
 * What the answer leaves out is in the log under the same id.
 */
import { TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import { ERROR_CODES } from '#workflows/contracts/errors.ts'
import { toAppError } from '../server/failure.ts'

const MAX_ISSUES = 10

/** What the browser gets beside code and message. */
export interface ErrorFacts {
  requestId: string | null
  /** For refused input: where it is wrong. */
  issues: { path: string; message: string }[]
}

/** Our own errors travel inside tRPC's; its own (unknown path, wrong method) pass as they are. */
export function toTrpcError(error: TRPCError): TRPCError {
  if (error.cause instanceof ZodError) {
    return new TRPCError({
      code: 'BAD_REQUEST',
      message: 'This input is not valid.',
      cause: error.cause,
    })
  }
  if (error.code !== 'INTERNAL_SERVER_ERROR') return error
  const own = toAppError(error.cause ?? error)
  return new TRPCError({ code: ERROR_CODES[own.code].trpc, message: own.message, cause: own })
}

export function issuesOf(error: TRPCError): ErrorFacts['issues'] {
  if (!(error.cause instanceof ZodError)) return []
  return error.cause.issues.slice(0, MAX_ISSUES).map((issue) => ({
    path: issue.path.join('.').slice(0, 100),
    message: issue.message.slice(0, 200),
  }))
}
