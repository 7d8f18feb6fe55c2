/** Requests as a browser page of ours sends them: cookies kept, fetch metadata set, tRPC calls unwrapped. */
import { z } from 'zod'
import { PASSWORD } from './world.ts'

export interface Browser {
  fetch(path: string, init?: RequestInit): Promise<Response>
  signIn(email: string, password?: string): Promise<Response>
  signOut(): Promise<Response>
  /** `GET` of a query of tRPC. */
  query(
    path: string,
    options?: { tenant?: string; input?: unknown; headers?: HeadersInit },
  ): Promise<Answer>
  /** `POST` of a mutation of tRPC. */
  mutate: Browser['query']
  cookie(): string
}

export interface Answer {
  status: number
  data: unknown
  error: { message: string; code: string } | null
  text: string
  headers: Headers
}

const envelope = z.object({
  result: z.object({ data: z.unknown() }).optional(),
  error: z
    .object({
      message: z.string(),
      data: z.object({ code: z.string() }).optional(),
      code: z.unknown(),
    })
    .optional(),
})

export function createBrowser(url: string): Browser {
  const jar = new Map<string, string>()
  const browser: Browser = {
    cookie: () => [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
    async fetch(path, init = {}) {
      const headers = new Headers({ 'sec-fetch-site': 'same-origin' })
      for (const [name, value] of new Headers(init.headers)) headers.set(name, value)
      if (jar.size > 0 && !headers.has('cookie')) headers.set('cookie', browser.cookie())
      const response = await fetch(url + path, { redirect: 'manual', ...init, headers })
      for (const cookie of response.headers.getSetCookie()) keep(jar, cookie)
      return response
    },
    signIn: (email, password = PASSWORD) =>
      browser.fetch('/sign-in', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      }),
    signOut: () => browser.fetch('/sign-out', { method: 'POST' }),
    async query(path, { tenant = 'northgate', input, headers = {} } = {}) {
      const search =
        input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
      const response = await browser.fetch(`/api/trpc/${path}${search}`, {
        headers: { 'x-portside-tenant': tenant, ...Object.fromEntries(new Headers(headers)) },
      })
      return toAnswer(response)
    },
    async mutate(path, { tenant = 'northgate', input, headers = {} } = {}) {
      const response = await browser.fetch(`/api/trpc/${path}`, {
        method: 'POST',
        headers: {
          'x-portside-tenant': tenant,
          'content-type': 'application/json',
          ...Object.fromEntries(new Headers(headers)),
        },
        ...(input === undefined ? {} : { body: JSON.stringify(input) }),
      })
      return toAnswer(response)
    },
  }
  return browser
}

export async function toAnswer(response: Response): Promise<Answer> {
  const text = await response.text()
  const body = envelope.parse(JSON.parse(text))
  return {
    status: response.status,
    data: body.result?.data ?? null,
    error: body.error
      ? { message: body.error.message, code: body.error.data?.code ?? String(body.error.code) }
      : null,
    text,
    headers: response.headers,
  }
}

function keep(jar: Map<string, string>, cookie: string): void {
  const [pair = ''] = cookie.split(';', 1)
  const name = pair.slice(0, pair.indexOf('='))
  if (/max-age=0/i.test(cookie)) jar.delete(name)
  else jar.set(name, pair.slice(pair.indexOf('=') + 1))
}
