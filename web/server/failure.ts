/**
 * Turns whatever was thrown into an AppError that is safe to show. A database that cannot be reached is
 * `unavailable`, which callers may try again; everything unknown is `internal` and says nothing.
 */
import { AppError, asAppError, systemCodeOf, type ErrorCode } from '#workflows/contracts/errors.ts'

const SYSTEM_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND'])
/**
 * SQLSTATE: connection exceptions, no room (disk, memory, connections), shutdown, crash, cannot connect now, cancelled by
 * timeout, system error, and a server that takes no writes, as a standby does.
 */
const SQL_STATES = /^(?:08...|53...|57P0[1-5]|57014|58...|25006)$/
/** What pg says without a code. */
const PG_WORDS =
  /timeout exceeded when trying to connect|Connection terminated|not queryable|timeout expired/

function isUnreachable(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.some(isUnreachable)) return true
  if (!(error instanceof Error)) return false
  const code = systemCodeOf(error)
  if (SYSTEM_CODES.has(code) || SQL_STATES.test(code) || PG_WORDS.test(error.message)) return true
  return isUnreachable(error.cause)
}

/** Codes for the statuses that Express, its parsers and Node's URL decoding throw. */
const BY_STATUS: Readonly<Record<number, [ErrorCode, string]>> = {
  400: ['invalid_input', 'This request could not be read.'],
  403: ['forbidden', 'This is not allowed.'],
  404: ['not_found', 'There is nothing at this address.'],
  413: ['too_large', 'This request is too large.'],
  415: ['invalid_input', 'This request has a type that is not accepted here.'],
}

export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  // As tRPC's caller wraps what a procedure threw.
  if (error instanceof Error && error.cause instanceof AppError) return error.cause
  if (error instanceof URIError) {
    return new AppError('invalid_input', 'This address could not be read.', { cause: error })
  }
  if (isUnreachable(error)) {
    return new AppError('unavailable', 'This is not available at the moment. Please try again.', {
      cause: error,
    })
  }
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 0
  const known = BY_STATUS[status]
  return known ? new AppError(known[0], known[1], { cause: error }) : asAppError(error)
}
