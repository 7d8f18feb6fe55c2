import { expect, test } from 'vitest'
import { brandStyle } from './brand.ts'

test('a brand colour becomes a rule', () => {
  expect(brandStyle('#F2B705')).toBe(':root{--brand:#f2b705}')
})

test.each(['red', '#fff', '#12345g', '#0e6470}body{display:none', '</style><script>', '#0e6470\n'])(
  'anything else than #rrggbb (%j) changes nothing',
  (color) => {
    expect(brandStyle(color)).toBe('')
  },
)
