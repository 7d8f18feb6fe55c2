/**
 * The session's cookie and id. Over https the name carries `__Host-`, so no sub-domain can plant one; on
 * plain-http loopback it is named per port, so that two instances on one machine do not sign each other out.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readCookie, writeCookie } from './cookies.ts'

/** 256 bit, as base64url without padding. */
const ID_SHAPE = /^[A-Za-z0-9_-]{43}$/

export interface NewSessionId {
  id: string
  hash: Buffer
}

export function createSessionId(): NewSessionId {
  const id = randomBytes(32).toString('base64url')
  return { id, hash: hashSessionId(id) }
}

/** What the database holds: a dump contains no usable id. 256 random bits need no slow hash. */
export const hashSessionId = (id: string): Buffer => createHash('sha256').update(id).digest()

/** One cookie that holds a session id. */
export interface SessionIdCookie {
  readonly sessionName: string
  /** Hash of the session id a request carries; null when there is none of the right shape. */
  read(header: string | undefined): Buffer | null
  write(id: string): string
  clear(): string
}

/** Token of a sign-in that is half done; it is no session and opens no page. */
export interface StepCookie {
  read(header: string | undefined): string | null
  write(token: string): string
  clear(): string
}

export interface SessionCookies extends SessionIdCookie {
  view: ViewCookie
  step: StepCookie
  /** Slug of the tenant whose pages this browser showed last. */
  readLastTenant(header: string | undefined): string | null
  writeLastTenant(slug: string): string
}

/**
 * A view's cookie names the tenant it was opened for beside the id. The name only decides which requests it is for;
 * whether it is one of that tenant says the database.
 */
export interface ViewCookie {
  /** Null when there is none of the right shape. */
  read(header: string | undefined): { slug: string; hash: Buffer } | null
  write(view: { slug: string; id: string }): string
  clear(): string
}

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/
const A_YEAR = 365 * 24 * 3600
/** Seconds. */
const STEP_AGE = 10 * 60

interface CookieNaming {
  secure: boolean
  name: (word: string) => string
}

function namingOf(publicUrl: URL): CookieNaming {
  const secure = publicUrl.protocol === 'https:'
  const port = publicUrl.port || '80'
  return { secure, name: (word) => (secure ? `__Host-${word}` : `${word}-${port}`) }
}

function createIdCookie({ secure, name }: CookieNaming, word: string): SessionIdCookie {
  const sessionName = name(word)
  return {
    sessionName,
    read(header) {
      const id = readCookie(header, sessionName)
      return id !== null && ID_SHAPE.test(id) ? hashSessionId(id) : null
    },
    write: (id) => writeCookie(sessionName, id, { secure }),
    clear: () => writeCookie(sessionName, '', { secure, maxAge: 0 }),
  }
}

function createStepCookie({ secure, name }: CookieNaming, word: string): StepCookie {
  const cookie = name(word)
  return {
    read(header) {
      const token = readCookie(header, cookie)
      return token !== null && ID_SHAPE.test(token) ? token : null
    },
    write: (token) => writeCookie(cookie, token, { secure, maxAge: STEP_AGE }),
    clear: () => writeCookie(cookie, '', { secure, maxAge: 0 }),
  }
}

/** @param publicUrl where browsers reach this instance, from configuration */
export function createSessionCookies(publicUrl: URL): SessionCookies {
  const naming = namingOf(publicUrl)
  const { secure } = naming
  const tenantName = naming.name('portside-tenant')
  return {
    ...createIdCookie(naming, 'portside'),
    view: createViewCookie(publicUrl),
    step: createStepCookie(naming, 'portside-step'),
    readLastTenant(header) {
      const slug = readCookie(header, tenantName)
      return slug !== null && SLUG.test(slug) ? slug : null
    },
    writeLastTenant: (slug) => writeCookie(tenantName, slug, { secure, maxAge: A_YEAR }),
  }
}

export function createViewCookie(publicUrl: URL): ViewCookie {
  const { secure, name } = namingOf(publicUrl)
  const viewName = name('portside-view')
  return {
    read(header) {
      const [slug = '', id = '', ...rest] = (readCookie(header, viewName) ?? '').split('.')
      if (!SLUG.test(slug) || !ID_SHAPE.test(id) || rest.length > 0) return null
      return { slug, hash: hashSessionId(id) }
    },
    write: ({ slug, id }) => writeCookie(viewName, `${slug}.${id}`, { secure }),
    clear: () => writeCookie(viewName, '', { secure, maxAge: 0 }),
  }
}

export const createStaffStepCookie = (publicUrl: URL): StepCookie =>
  createStepCookie(namingOf(publicUrl), 'portside-staff-step')

/** The console's own cookie: a member's session says nothing there, and a session of staff nothing in the portal. */
export const createStaffCookie = (publicUrl: URL): SessionIdCookie =>
  createIdCookie(namingOf(publicUrl), 'portside-staff')

/** What binds a sign-in to the browser that began it, and a linking to the browser that has to prove itself. */
export interface SsoCookies {
  /** The browser's secret; null when it has none of the right shape. */
  readBrowser(header: string | undefined): string | null
  writeBrowser(secret: string): string
  readPending(header: string | undefined): string | null
  writePending(token: string): string
  clearPending(): string
}

const SSO_SECONDS = 15 * 60

export function createSsoCookies(publicUrl: URL): SsoCookies {
  const { secure, name } = namingOf(publicUrl)
  const [browser, pending] = [name('portside-sso'), name('portside-link')]
  const read = (header: string | undefined, cookie: string): string | null => {
    const value = readCookie(header, cookie)
    return value !== null && ID_SHAPE.test(value) ? value : null
  }
  return {
    readBrowser: (header) => read(header, browser),
    // A SAML answer is a form that another site sends.
    writeBrowser: (secret) =>
      writeCookie(browser, secret, { secure, sameSite: 'None', maxAge: SSO_SECONDS }),
    readPending: (header) => read(header, pending),
    writePending: (token) => writeCookie(pending, token, { secure, maxAge: SSO_SECONDS }),
    clearPending: () => writeCookie(pending, '', { secure, maxAge: 0 }),
  }
}
