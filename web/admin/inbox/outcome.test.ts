import { expect, test } from 'vitest'
import { outcomeOf } from './outcome.ts'

test.each([
  ['pending', null, 'waiting'],
  ['pending', 'retry', 'retrying'],
  ['done', 'applied', 'applied'],
  ['done', 'stale', 'stale'],
  ['done', 'something new', 'done'],
  ['quarantined', 'foreign', 'foreign'],
  ['quarantined', 'quarantined', 'quarantined'],
  ['ignored', 'ignored', 'ignored'],
  ['ignored', 'gone', 'gone'],
  ['unmapped', 'unmapped', 'unmapped'],
] as const)('%s with the verdict %s is "%s"', (state, verdict, word) => {
  expect(outcomeOf({ state, verdict })).toBe(word)
})
