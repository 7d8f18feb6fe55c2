/** C07: no redirect leaves our origin. */
import { describe, expect, it } from 'vitest'
import { ownPath } from './return-path.ts'

const HOSTILE = [
  '//evil.test',
  '/\\evil.test',
  '\\\\evil.test',
  'https:evil.test',
  'https://evil.test/',
  'http:/evil.test',
  '/%09/evil.test',
  '/\t/evil.test',
  '/%2f/evil.test',
  '/%5cevil.test',
  '@evil.test',
  'evil.test',
  '/\r\nSet-Cookie: a=b',
  '/%0d%0aSet-Cookie: a=b',
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'data:text/html,x',
  '/./\\evil.test',
  '/.//evil.test',
  '/a/..//evil.test',
  '/\u2028/evil.test',
  '',
  `/${'a'.repeat(3_000)}`,
]

describe('ownPath', () => {
  it.each(HOSTILE)('refuses %j', (candidate) => {
    expect(ownPath(candidate, '/start')).toBe('/start')
  })

  it('keeps own paths with their query and fragment', () => {
    for (const path of ['/', '/t/northgate/orders?view=late&q=a%2Fb#row', '/t/a/orders/1']) {
      expect(ownPath(path)).toBe(path)
    }
  })

  it('leads to the page whose data was asked for', () => {
    for (const [asked, page] of [
      ['/t/a/orders.data?view=late&_routes=portal%2Forders%2Fpage', '/t/a/orders?view=late'],
      ['/t/a/home.data?_routes=tenant', '/t/a/home'],
      ['/_root.data', '/'],
      ['/.data', '/'],
      ['//evil.test/x.data', '/'],
    ] as const) {
      expect(ownPath(asked)).toBe(page)
    }
  })

  it('falls back when nothing is asked for', () => {
    expect(ownPath(null)).toBe('/')
    expect(ownPath(undefined, '/home')).toBe('/home')
  })
})
