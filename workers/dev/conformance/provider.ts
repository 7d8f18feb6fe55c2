/** What one provider brings to the conformance check. */

export interface Request {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the provider's base, with query. */
  path: string
  headers?: Record<string, string>
  body?: string
  /** The status the walk is about; another one is a fault. */
  expect: number
}

/** Sends a request and holds the answer against the description; returns the JSON answered. */
export type Send = (request: Request) => Promise<unknown>

/** Holds a value that the description does not place, such as a webhook's object, against a named schema. */
export type Hold = (schema: string, value: unknown, where: string) => void

export interface Provider {
  name: string
  /** Descriptions, by file name. */
  files: readonly string[]
  /** `GET /v1/x/{id}`: what the stand-in serves and the walk must have asked, worded as the description does. */
  routes: readonly string[]
  start(): Promise<{ base: string; close(): Promise<void> }>
  walk(send: Send, hold: Hold): Promise<void>
}
