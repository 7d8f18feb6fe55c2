import { describe, expect, test } from 'vitest'
import { countWaiting, holdRows } from './hold-rows.ts'

const row = (id: string, state = 'packed') => ({ id, state })
const shown = [row('a'), row('b')].map((each) => ({ row: each, left: false }))

describe('a list that changes while somebody reads it', () => {
  test('keeps the order of its rows and takes their new values', () => {
    const held = holdRows(shown, [row('b', 'in_transit'), row('a')])
    expect(held.map((each) => [each.row.id, each.row.state])).toEqual([
      ['a', 'packed'],
      ['b', 'in_transit'],
    ])
  })

  test('lets new rows wait and counts them', () => {
    const incoming = [row('new'), row('a'), row('b')]
    expect(holdRows(shown, incoming).map((each) => each.row.id)).toEqual(['a', 'b'])
    expect(countWaiting(shown, incoming)).toBe(1)
  })

  test('keeps a row that left, with its last values, and says so', () => {
    const held = holdRows(shown, [row('b')])
    expect(held[0]).toEqual({ row: row('a'), left: true })
  })

  test('a row that comes back is no longer marked as left', () => {
    const held = holdRows(holdRows(shown, [row('b')]), [row('a'), row('b')])
    expect(held[0]?.left).toBe(false)
  })
})
