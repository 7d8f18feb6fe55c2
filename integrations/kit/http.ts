/**
 * The one way out to upstream APIs: bounded in time and size, following no redirects, and turning whatever
 * goes wrong into an AppError whose code says what can help (wait, new credentials, or nobody).
 */
import { AppError } from '#workflows/contracts/errors.ts'
import { errorForResponse, errorForFailure } from './http-errors.ts'
import type { RateBudget } from './budget/shared-budget.ts'

export interface HttpRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Overrides the client's; may hold a path, which stays in front. */
  baseUrl?: string
  /** Path segments after the base; each is escaped. */
  path: readonly string[]
  /** Entries that are null or undefined are left out. */
  query?: Record<string, string | number | null | undefined>
  /** Sent as `Authorization: Bearer …`. */
  bearer?: string
  headers?: Record<string, string>
  /** Sent as JSON. */
  json?: unknown
  /** When it aborts, the call rejects with the signal's own reason. */
  signal?: AbortSignal
}

export interface HttpResponse {
  status: number
  headers: Headers
  /** The parsed JSON body; null when the body is empty. */
  body: unknown
}

export interface HttpClient {
  /**
   * Sends once; retrying is the caller's business.
   *
   * @throws AppError `not_found` (404), `upstream_unavailable` (429, 5xx, timeout, connection lost),
   * `upstream_refused` (401, 403), `upstream_invalid` (redirect, other 4xx, not JSON, too large)
   */
  send(request: HttpRequest): Promise<HttpResponse>
}

export interface HttpClientOptions {
  baseUrl?: string
  /** For the whole exchange, body included, in milliseconds. Default 10,000. */
  timeoutMs?: number
  /** Largest answer accepted, in bytes. Default 10 MiB. */
  maxBytes?: number
  budget?: RateBudget
  userAgent?: string
}

/**
 * @example
 * const http = createHttpClient({ baseUrl: 'https://erp.example/api', timeoutMs: 10_000 })
 * const { body } = await http.send({ path: ['orders', 'ord_1'], bearer: token })
 */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const { timeoutMs = 10_000, maxBytes = 10 * 2 ** 20, budget } = options
  return {
    async send(request) {
      const url = urlOf(request.baseUrl ?? options.baseUrl, request)
      const at = { method: request.method ?? 'GET', url: url.origin + url.pathname }
      await budget?.take(request.signal)

      const limit = AbortSignal.timeout(timeoutMs)
      const signal = request.signal ? AbortSignal.any([request.signal, limit]) : limit
      try {
        const response = await fetch(url, { ...initOf(request, options), signal })
        const text = await readText(response, maxBytes)
        const error = errorForResponse(response, text, at)
        if (error) {
          const wait = waitOf(response.status, error)
          if (wait !== undefined) await budget?.holdBack(wait)
          throw error
        }
        budget?.answered()
        return { status: response.status, headers: response.headers, body: parse(text, at) }
      } catch (error) {
        request.signal?.throwIfAborted()
        throw errorForFailure(error, { ...at, timeoutMs })
      }
    },
  }
}

/** How long (ms) the source wants nothing from anybody; null: it does not say; undefined: it is not that. */
function waitOf(status: number, { detail }: AppError): number | null | undefined {
  const wait = detail['retryAfterMs']
  if (typeof wait === 'number' && (status === 429 || status === 503)) return wait
  return status === 429 ? null : undefined
}

function urlOf(baseUrl: string | undefined, { path, query = {} }: HttpRequest): URL {
  const base = URL.parse(baseUrl ?? '')
  if (!base || !/^https?:$/.test(base.protocol)) {
    throw new AppError('config', 'The base URL of this source is not an http(s) URL.')
  }
  // A dot segment would climb out of the base path even when escaped.
  if (path.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    throw new AppError('invalid_input', 'This id cannot be part of an address.')
  }
  const url = new URL(base.origin)
  url.pathname =
    base.pathname.replace(/\/+$/, '') + path.map((s) => `/${encodeURIComponent(s)}`).join('')
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) url.searchParams.set(name, String(value))
  }
  return url
}

function initOf(request: HttpRequest, options: HttpClientOptions): RequestInit {
  const headers = new Headers({
    accept: 'application/json',
    'user-agent': options.userAgent ?? 'Portside',
    ...request.headers,
  })
  if (request.bearer !== undefined) headers.set('authorization', `Bearer ${request.bearer}`)
  const init: RequestInit = { method: request.method ?? 'GET', headers, redirect: 'manual' }
  if (request.json === undefined) return init
  headers.set('content-type', 'application/json')
  return { ...init, body: JSON.stringify(request.json) }
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) {
      throw new AppError('upstream_invalid', 'The source answered with more than we accept.', {
        detail: { status: response.status, maxBytes },
      })
    }
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function parse(text: string, at: { method: string; url: string }): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch (cause) {
    const html = /^\s*<(?:!doctype|html)/i.test(text)
    throw new AppError(
      'upstream_invalid',
      html
        ? 'The source answered with a web page instead of data.'
        : 'The source answered with broken JSON.',
      { cause, detail: at },
    )
  }
}
