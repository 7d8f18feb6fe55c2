/**
 * The one error type that crosses module borders, and the one table that says what each code means
 * over HTTP and tRPC and whether trying again can help. Messages are safe to show; `detail` is for logs only.
 */
export const ERROR_CODES = {
  invalid_input: { http: 400, trpc: 'BAD_REQUEST', retryable: false },
  unauthenticated: { http: 401, trpc: 'UNAUTHORIZED', retryable: false },
  forbidden: { http: 403, trpc: 'FORBIDDEN', retryable: false },
  /** Signed in, and this asks for more: a second factor, another way in, or the password once more. */
  step_up: { http: 403, trpc: 'PRECONDITION_FAILED', retryable: false },
  not_found: { http: 404, trpc: 'NOT_FOUND', retryable: false },
  conflict: { http: 409, trpc: 'CONFLICT', retryable: false },
  too_large: { http: 413, trpc: 'PAYLOAD_TOO_LARGE', retryable: false },
  rate_limited: { http: 429, trpc: 'TOO_MANY_REQUESTS', retryable: true },
  /** Ours: PostgreSQL or Temporal cannot be reached. */
  unavailable: { http: 503, trpc: 'SERVICE_UNAVAILABLE', retryable: true },
  /** Theirs: timeout, reset, 5xx or 429 of a source. */
  upstream_unavailable: { http: 502, trpc: 'BAD_GATEWAY', retryable: true },
  /** Theirs: credentials refused or revoked; only new credentials help. */
  upstream_refused: { http: 502, trpc: 'BAD_GATEWAY', retryable: false },
  /** Theirs: an answer or payload that does not have the agreed shape. */
  upstream_invalid: { http: 502, trpc: 'BAD_GATEWAY', retryable: false },
  config: { http: 500, trpc: 'INTERNAL_SERVER_ERROR', retryable: false },
  internal: { http: 500, trpc: 'INTERNAL_SERVER_ERROR', retryable: false },
} as const

export type ErrorCode = keyof typeof ERROR_CODES

export interface AppErrorOptions {
  cause?: unknown
  /** Facts for the log and the console; never sent to a customer. */
  detail?: Record<string, unknown>
}

/** The code that PostgreSQL or the system gave an error, e.g. `40P01`, `ECONNRESET`; empty where there is none. */
export const systemCodeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/**
 * @example throw new AppError('not_found', 'This order does not exist.')
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly detail: Record<string, unknown>

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.detail = options.detail ?? {}
  }

  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable
  }
}

/** The error itself when it is ours, else `internal` with the original as its cause. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  return new AppError('internal', 'Something went wrong on our side.', { cause: error })
}
