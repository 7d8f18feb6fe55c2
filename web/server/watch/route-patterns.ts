/**
 * Which route a request belongs to, as a pattern: a raw address would make a series, or the name of a span, of every
 * record and of whatever a scanner tries.
 */
import type { Request } from 'express'

/** Finds the page a path belongs to; null for none. */
export type PageMatch = (path: string) => string | null

/** As in the page build. */
interface BuiltRoute {
  id: string
  path?: string
  index?: boolean
  parentId?: string
}

interface Place {
  words: Map<string, Place>
  parameter: Place | null
  /** Set where a page ends. */
  pattern: string | null
}

const newPlace = (): Place => ({ words: new Map(), parameter: null, pattern: null })

/** Pages that no route of ours names. */
export const NO_PAGE = '(no page)'
const DATA = /(?:\/_)?(?:_root)?\.data$/

/**
 * @param routes of the build; those that catch everything are left out
 * @example matchPages(Object.values(build.routes))('/t/acme/orders/1') // '/t/:tenant/orders/:id'
 */
export function matchPages(routes: readonly BuiltRoute[]): PageMatch {
  const byId = new Map(routes.map((route) => [route.id, route]))
  const pathOf = (route: BuiltRoute): string => {
    const parent = route.parentId === undefined ? undefined : byId.get(route.parentId)
    return `${parent ? pathOf(parent) : ''}${route.path ? `/${route.path}` : ''}`
  }
  const root = newPlace()
  for (const pattern of routes.map(pathOf)) {
    if (!pattern.includes('*')) enter(root, pattern)
  }
  return (path) => find(root, path.replace(DATA, ''))
}

const wordsOf = (path: string): string[] => path.split('/').filter((word) => word !== '')

function enter(root: Place, pattern: string): void {
  let at = root
  for (const word of wordsOf(pattern)) {
    if (word.startsWith(':')) at = at.parameter ??= newPlace()
    else {
      const next = at.words.get(word) ?? newPlace()
      at.words.set(word, next)
      at = next
    }
  }
  at.pattern = pattern === '' ? '/' : pattern
}

function find(root: Place, path: string): string | null {
  let at: Place | null | undefined = root
  for (const word of wordsOf(path)) {
    at = at.words.get(word) ?? at.parameter
    if (!at) return null
  }
  return at.pattern
}

/** Called when the request is over: Express knows by then which of its routes took it. */
export function routeOf(req: Request, page: PageMatch): string {
  const path = req.originalUrl.split('?', 1)[0] ?? ''
  if (path.startsWith('/api/trpc/')) return '/api/trpc'
  if (path.startsWith('/assets/')) return '/assets'
  const own: unknown = (req.route as { path?: unknown } | undefined)?.path
  if (typeof own === 'string') return own
  return page(path) ?? NO_PAGE
}
