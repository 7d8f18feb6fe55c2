/** The table from "what an upstream did" to an AppError code, in one place for every connector. */
import { AppError } from '#workflows/contracts/errors.ts'

interface CallFacts {
  method: string
  /** Without the query: it may hold a cursor or an address. */
  url: string
}

/** A Retry-After longer than this is a mistake of the source; in milliseconds. */
const MAX_RETRY_AFTER_MS = 24 * 3600_000

/**
 * Milliseconds to wait according to a Retry-After header (seconds or an HTTP date), or null.
 *
 * @example retryAfterMs('5') // 5000
 */
export function retryAfterMs(header: string | null, now: Date = new Date()): number | null {
  if (header === null) return null
  const seconds = /^\d+$/.test(header.trim())
    ? Number(header) * 1000
    : Date.parse(header) - now.getTime()
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), MAX_RETRY_AFTER_MS) : null
}

/** The error an answer stands for, or null when it is a 2xx. */
export function errorForResponse(response: Response, text: string, at: CallFacts): AppError | null {
  const { status } = response
  if (status >= 200 && status < 300) return null
  const detail = { ...at, status, ...waitOf(response), answer: text.slice(0, 300) }
  if (status === 404)
    return new AppError('not_found', 'The source does not know this object.', { detail })
  if (status === 401 || status === 403) {
    return new AppError('upstream_refused', 'The source refused our credentials.', { detail })
  }
  if (status === 429) {
    return new AppError('upstream_unavailable', 'The source asks us to slow down.', { detail })
  }
  if (status === 408 || status >= 500) {
    return new AppError('upstream_unavailable', `The source is failing (${String(status)}).`, {
      detail,
    })
  }
  if (status >= 300 && status < 400) {
    return new AppError(
      'upstream_invalid',
      'The source redirects; its base URL must be the final one.',
      {
        detail,
      },
    )
  }
  return new AppError(
    'upstream_invalid',
    `The source did not accept our request (${String(status)}).`,
    {
      detail,
    },
  )
}

function waitOf(response: Response): { retryAfterMs?: number } {
  const wait = retryAfterMs(response.headers.get('retry-after'))
  return wait === null ? {} : { retryAfterMs: wait }
}

/** The error behind a fetch that gave no answer: a timeout, a refused or lost connection, a bad certificate. */
export function errorForFailure(error: unknown, at: CallFacts & { timeoutMs: number }): AppError {
  if (error instanceof AppError) return error
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new AppError('upstream_unavailable', 'The source did not answer in time.', {
      cause: error,
      detail: { ...at, reason: 'timeout' },
    })
  }
  return new AppError('upstream_unavailable', 'The source could not be reached.', {
    cause: error,
    detail: { ...at, reason: systemCode(error) },
  })
}

function systemCode(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return 'connection_lost'
}
