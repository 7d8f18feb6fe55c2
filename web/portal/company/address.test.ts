import { expect, test } from 'vitest'
import { linesOf } from './address.tsx'

const nowhere = { street: null, postalCode: null, city: null, region: null, country: null }

test('an address has the lines of an envelope, and none where nothing is known', () => {
  expect(
    linesOf({ ...nowhere, street: 'Mill Lane 4', postalCode: '34117', city: 'Kassel' }),
  ).toEqual(['Mill Lane 4', '34117 Kassel'])
  expect(linesOf({ ...nowhere, city: 'Kassel', country: 'DE' })).toEqual(['Kassel', 'DE'])
  expect(linesOf(nowhere)).toEqual([])
})
