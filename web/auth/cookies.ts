/** Reading and writing cookies. The first of several equal names wins, as browsers send the closest path first. */

/** Longest header we look into, in characters; Node caps all headers together at 16 kB. */
const MAX_HEADER = 16_384

export function readCookie(header: string | undefined, name: string): string | null {
  if (header === undefined || header.length > MAX_HEADER) return null
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    if (equals > 0 && pair.slice(0, equals).trim() === name) {
      return pair
        .slice(equals + 1)
        .trim()
        .replace(/^"(.*)"$/, '$1')
    }
  }
  return null
}

export interface CookieOptions {
  secure: boolean
  /** Seconds; 0 removes the cookie; none makes it end with the browser. */
  maxAge?: number
  /** `None` is for what comes back in a form of another site; browsers take it with Secure only, loopback included. */
  sameSite?: 'Lax' | 'None'
}

/** Values must be cookie-safe already: ours are base64url or slugs. */
export function writeCookie(name: string, value: string, options: CookieOptions): string {
  const parts = [`${name}=${value}`, 'Path=/', 'HttpOnly', `SameSite=${options.sameSite ?? 'Lax'}`]
  if (options.secure || options.sameSite === 'None') parts.push('Secure')
  if (options.maxAge !== undefined) parts.push(`Max-Age=${String(options.maxAge)}`)
  return parts.join('; ')
}
