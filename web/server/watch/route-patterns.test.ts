import { expect, test } from 'vitest'
import { matchPages } from './route-patterns.ts'

const page = matchPages([
  { id: 'root', path: '' },
  { id: 'landing', parentId: 'root', index: true },
  { id: 'tenant', parentId: 'root', path: 't/:tenant' },
  { id: 'home', parentId: 'tenant', path: 'home' },
  { id: 'order', parentId: 'tenant', path: 'orders/:id' },
  { id: 'missing', parentId: 'tenant', path: '*' },
  { id: 'inbox', parentId: 'root', path: 'admin/inbox' },
  { id: 'event', parentId: 'root', path: 'admin/inbox/:id' },
])

test.each([
  ['/t/acme/home', '/t/:tenant/home'],
  ['/t/acme/orders/0192-1', '/t/:tenant/orders/:id'],
  ['/t/acme/orders/0192-1.data', '/t/:tenant/orders/:id'],
  ['/t/home/home', '/t/:tenant/home'],
  ['/admin/inbox/5', '/admin/inbox/:id'],
  ['/', '/'],
  ['/_root.data', '/'],
])('%s is the page %s', (path, pattern) => {
  expect(page(path)).toBe(pattern)
})

test('what no page answers has no pattern, however it is written', () => {
  expect(['/t/acme/nothing', '/wp-admin', '/admin/inbox/5/6', '//x'].map(page)).toEqual([
    ...[null, null, null, null],
  ])
})
