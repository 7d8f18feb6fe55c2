/**
 * The session of one request: looked up once per tenant asked for, however many procedures a page calls. What a
 * browser does by itself (prefetch, live re-reads, streams) is told apart, since it must not extend inactivity.
 */
import type { IncomingMessage } from 'node:http'
import { BACKGROUND_COOKIE, BACKGROUND_HEADER } from '#workflows/contracts/live.ts'
import { readCookie } from './cookies.ts'
import type { SessionCookies } from './session-cookie.ts'
import type { Authenticated, SessionStore } from './session-store.ts'

export interface RequestSession {
  /** Null without a session cookie of the right shape. */
  readonly hash: Buffer | null
  /** @param slug the tenant named by the URL or header; null outside a tenant */
  find(slug: string | null): Promise<Authenticated | null>
}

export interface RequestSessionOptions {
  store: SessionStore
  cookies: SessionCookies
  /** For requests that are background by nature, such as streams. */
  background?: boolean
}

export function createRequestSession(
  req: IncomingMessage,
  { store, cookies, background = false }: RequestSessionOptions,
): RequestSession {
  const hash = cookies.read(req.headers.cookie)
  const active = !background && !isBackground(req)
  const found = new Map<string | null, Promise<Authenticated | null>>()
  return {
    hash,
    find(slug) {
      if (hash === null) return Promise.resolve(null)
      const known = found.get(slug)
      if (known) return known
      const asked = store.authenticate({ hash, slug, active })
      found.set(slug, asked)
      return asked
    },
  }
}

/** Whether no person caused this request just now: it must not extend inactivity. */
export function isBackground({ headers }: IncomingMessage): boolean {
  return (
    headers[BACKGROUND_HEADER] !== undefined ||
    headers['sec-purpose'] !== undefined ||
    readCookie(headers.cookie, BACKGROUND_COOKIE) === '1'
  )
}
