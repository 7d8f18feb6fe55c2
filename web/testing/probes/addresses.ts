/** Every address there is, read from the routes of the pages and from what the server's sources mount. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { RouteConfigEntry } from '@react-router/dev/routes'
import routes from '../../routes.ts'

export interface PageAddress {
  /** As routes.ts has it, e.g. `/t/:tenant/orders/:id`. */
  pattern: string
  /** It takes forms. */
  acts: boolean
}

const WEB = path.resolve(import.meta.dirname, '../..')
const ACTION = /export (?:async )?(?:function|const) action\b|export \{[^}]*\baction\b/

/** Layouts are no address of their own, unless they are a page, too. */
export function pageAddresses(): PageAddress[] {
  const found = routes.flatMap((entry) => addressesOf(entry, ''))
  return [...new Map(found.map((address) => [address.pattern, address])).values()]
}

function addressesOf(entry: RouteConfigEntry, parent: string): PageAddress[] {
  const pattern = entry.path === undefined ? parent : `${parent}/${entry.path}`
  const acts = ACTION.test(readFileSync(path.join(WEB, entry.file), 'utf8'))
  if (!entry.children) return [{ pattern: pattern === '' ? '/' : pattern, acts }]
  return entry.children.flatMap((child) => addressesOf(child, pattern))
}

/**
 * @example fillAddress('/t/:tenant/orders/:id', { tenant: 'northgate', id: '1' }) // '/t/northgate/orders/1'
 */
export const fillAddress = (pattern: string, values: Readonly<Record<string, string>>): string =>
  pattern
    .replaceAll(/:(\w+)\??/g, (_, name: string) => values[name] ?? 'x')
    .replaceAll('*', 'no/such/page')

/** Paths that Express itself takes POSTs at, as written in the sources: `/webhooks/:source/:connectionId`. */
export function mountedPosts(): string[] {
  const files = globSync('{server,auth,ingress,live,trpc}/**/*.ts', { cwd: WEB })
  const sources = files
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(path.join(WEB, file), 'utf8'))
  return sources.flatMap((source) =>
    [
      ...source.matchAll(
        /outer?s?\s*\.(?:post|put|patch|delete|all)\(\s*(?:'([^']+)'|`([^`]+)`|([A-Z_]+))/g,
      ),
    ].map(([, plain, template, constant]) => plain ?? template ?? constant ?? ''),
  )
}
