/**
 * Puts kit's HTTP policy (origin, base path, time, size, no redirects, rate budget) under the HubSpot library.
 * It must sit in the configuration: the `httpApi` a single call may name is typed, and then ignored.
 */
import type { HttpClient, HttpRequest } from '../../kit/http.ts'

/** What the library asks to be sent; each of its packages has a class of its own with these parts. */
export interface LibraryRequest {
  getUrl(): string
  getHttpMethod(): string
  getBody(): unknown
}

/** What the library needs back, to make its own response of. */
export interface LibraryAnswer {
  status: number
  headers: Record<string, string>
  text: () => Promise<string>
  binary: () => Promise<Buffer>
}

export interface PolicyOptions {
  http: HttpClient
  baseUrl: string
  accessToken: string
  signal: AbortSignal | undefined
  /** Told HubSpot's own clock with each answer, in Unix milliseconds. */
  onDate: (at: number) => void
}

const METHODS = ['GET', 'POST'] as const

/** Reads only, searches and batch reads included: nothing here changes anything at HubSpot. */
export async function sendUnderPolicy(
  request: LibraryRequest,
  { http, baseUrl, accessToken, signal, onDate }: PolicyOptions,
): Promise<LibraryAnswer> {
  const url = new URL(request.getUrl())
  const body = request.getBody()
  const sent: HttpRequest = {
    baseUrl,
    method: METHODS.find((method) => method === request.getHttpMethod()) ?? 'GET',
    path: url.pathname.split('/').slice(1).map(decodeURIComponent),
    query: Object.fromEntries(url.searchParams),
    bearer: accessToken,
  }
  const answer = await http.send({
    ...sent,
    ...(typeof body === 'string' ? { json: JSON.parse(body) as unknown } : {}),
    ...(signal ? { signal } : {}),
  })
  const date = Date.parse(answer.headers.get('date') ?? '')
  if (!Number.isNaN(date)) onDate(date)
  const text = JSON.stringify(answer.body)
  return {
    status: answer.status,
    headers: { 'content-type': 'application/json' },
    text: () => Promise.resolve(text),
    binary: () => Promise.resolve(Buffer.from(text)),
  }
}
