/**
 * Where a browser may be sent after signing in: paths of our own origin, and nothing that any browser could
 * read as another origin. Backslashes and control characters are refused before parsing, since URL parsers
 * turn the first into slashes and drop the second.
 */
const BASE = 'https://portside.invalid'
const MAX_LENGTH = 2_000
const FORBIDDEN = /[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/**
 * @returns `candidate` as a path with query and fragment, or `fallback` when it is not a path of ours
 * @example ownPath('//evil.test', '/') // '/'
 */
export function ownPath(candidate: string | null | undefined, fallback = '/'): string {
  if (!candidate || candidate.length > MAX_LENGTH || !candidate.startsWith('/')) return fallback
  if (candidate.startsWith('//') || FORBIDDEN.test(candidate)) return fallback
  if (hasEncodedTrick(candidate)) return fallback
  const url = URL.parse(candidate, BASE)
  if (url?.origin !== BASE || url.pathname.startsWith('//')) return fallback
  return pageOf(url)
}

/** An open page asks for its data at `{path}.data`; a person who was sent to the door from there wants the page. */
function pageOf(url: URL): string {
  const page = url.pathname.replace(/\.data$/, '').replace(/^\/_(?:root)?$/, '/')
  if (page !== url.pathname) url.searchParams.delete('_routes')
  return page + url.search + url.hash
}

/** A proxy that decodes once more must not find a separator or a line break in the path either. */
function hasEncodedTrick(candidate: string): boolean {
  const path = candidate.split(/[?#]/, 1)[0] ?? ''
  return /%(?:0[0-9a-f]|1[0-9a-f]|2f|5c|7f)/i.test(path)
}
