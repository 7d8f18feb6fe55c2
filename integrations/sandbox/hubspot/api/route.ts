/** What a route of the stand-in is: a path as HubSpot's description words it, and what it answers. */
import type { HubspotFaultRoute } from '../fault-routes.ts'
import type { HubspotStore } from '../store.ts'

export interface Call {
  store: HubspotStore
  /** Path parameters. */
  params: Readonly<Record<string, string>>
  query: Readonly<Record<string, unknown>>
  body: unknown
  /** Unix milliseconds up to which the search index knows changes. */
  indexedUntil: number
}

export interface Answer {
  status: 200 | 207
  body: object
}

export interface Route {
  method: 'GET' | 'POST'
  path: string
  fault: HubspotFaultRoute
  answer(call: Call): Answer
}

export const ok = (body: object): Answer => ({ status: 200, body })

/** Of a batch: 207 as soon as a part has failed. */
export function batchAnswer(results: readonly object[], errors: readonly object[]): Answer {
  const now = new Date().toISOString()
  const body = { status: 'COMPLETE', results, startedAt: now, completedAt: now }
  if (errors.length === 0) return ok(body)
  return { status: 207, body: { ...body, numErrors: errors.length, errors } }
}
