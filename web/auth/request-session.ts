/**
 * The session of one request: looked up once per tenant asked for, however many procedures a page calls. What a
 * browser does by itself (prefetch, live re-reads, streams) is told apart, since it must not extend inactivity.
 *
 * A browser may hold a member's session and a view by staff at once. For the tenant that the view was opened for the
 * view counts until its cookie is gone, also when it is over: nobody may slip from looking into acting by themselves.
 * For every other page the member's own session counts, and a view changes nothing about it.
 */
import type { IncomingMessage } from 'node:http'
import { BACKGROUND_COOKIE, BACKGROUND_HEADER } from '#workflows/contracts/live.ts'
import { readCookie } from './cookies.ts'
import type { SessionCookies } from './session-cookie.ts'
import type { Authenticated, SessionStore } from './session-store.ts'

export interface RequestSession {
  /** Of the member's own session; null without a cookie of the right shape. */
  readonly hash: Buffer | null
  /** @param slug the tenant named by the URL or header; null outside a tenant */
  find(slug: string | null): Promise<Authenticated | null>
  /** Whether a view by staff counts for this tenant, in force or over. */
  isView(slug: string | null): boolean
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
  const { cookie } = req.headers
  const hash = cookies.read(cookie)
  const view = cookies.view.read(cookie)
  const active = !background && !isBackground(req)
  const found = new Map<string | null, Promise<Authenticated | null>>()
  const isView = (slug: string | null): boolean => slug !== null && slug === view?.slug
  const ask = (slug: string | null): Promise<Authenticated | null> => {
    if (view && isView(slug)) return store.authenticateView(view)
    return hash === null ? Promise.resolve(null) : store.authenticate({ hash, slug, active })
  }
  return {
    hash,
    isView,
    find(slug) {
      const known = found.get(slug)
      if (known) return known
      const asked = ask(slug)
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
