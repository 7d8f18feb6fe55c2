import { describe, expect, test } from 'vitest'
import { toggled, toggledPage } from './use-selection.ts'

const item = (id: string) => ({ id })
const [a, b, c] = [item('a'), item('b'), item('c')] as const

describe('a selection', () => {
  test('takes a row and gives it back', () => {
    expect(toggled([a], b)).toEqual([a, b])
    expect(toggled([a, b], { id: 'a' })).toEqual([b])
  })

  test('takes the rest of a page when some of it is selected', () => {
    expect(toggledPage([a], [a, b])).toEqual([a, b])
  })

  test('gives back a page that is selected, and keeps other pages', () => {
    expect(toggledPage([c, a, b], [a, b])).toEqual([c])
  })
})
