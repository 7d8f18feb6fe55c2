/**
 * Puts kit's HTTP policy (origin, base path, time, size, no redirects, rate budget) under the Stripe library.
 * Reads only: money actions need a form body and an idempotency key of the business, and get their own client.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type Stripe from 'stripe'
import { AppError } from '#workflows/contracts/errors.ts'
import type { HttpClient } from '../../kit/http.ts'

/** What the calls of one read share; the library has no way to hand a signal through. */
export interface ReadContext {
  signal: AbortSignal | undefined
  /** Told Stripe's own clock with each answer, in Unix milliseconds. */
  onDate: (at: number) => void
}

export const readContext = new AsyncLocalStorage<ReadContext>()

export interface PolicyOptions {
  http: HttpClient
  baseUrl: string
}

/** Everything else the library would send describes this machine. */
const SENT_HEADERS = ['authorization', 'stripe-version']

type LibraryOptions = NonNullable<ConstructorParameters<typeof Stripe>[1]>
type LibraryHttpClient = NonNullable<LibraryOptions['httpClient']>
type Send = LibraryHttpClient['makeRequest']

export function createPolicyHttpClient({ http, baseUrl }: PolicyOptions): LibraryHttpClient {
  const makeRequest: Send = async (...[, , target, method, headers]) => {
    if (method !== 'GET') throw new AppError('internal', 'This Stripe client only reads.')
    const [path = '', query = ''] = target.split('?', 2)
    const context = readContext.getStore()
    const answer = await http.send({
      baseUrl,
      path: path.split('/').slice(1).map(decodeURIComponent),
      query: Object.fromEntries(new URLSearchParams(query)),
      headers: sentHeaders(headers),
      ...(context?.signal ? { signal: context.signal } : {}),
    })
    const date = Date.parse(answer.headers.get('date') ?? '')
    if (!Number.isNaN(date)) context?.onDate(date)
    return {
      getStatusCode: () => answer.status,
      getHeaders: () => Object.fromEntries(answer.headers),
      getRawResponse: () => answer,
      toStream: () => {
        throw new AppError('internal', 'This Stripe client reads no streams.')
      },
      // The library writes into what it gets, so nothing may be there in place of an object.
      toJSON: () => Promise.resolve(answer.body ?? {}),
    }
  }
  return { getClientName: () => 'portside', makeRequest }
}

function sentHeaders(headers: Parameters<Send>[4]): Record<string, string> {
  const sent: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (SENT_HEADERS.includes(name.toLowerCase())) sent[name.toLowerCase()] = String(value)
  }
  return sent
}
