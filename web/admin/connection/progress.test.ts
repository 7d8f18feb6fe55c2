import { expect, test } from 'vitest'
import { progressOf, type Counted } from './progress.ts'

const run = (change: Partial<Counted>): Counted => ({
  state: 'running',
  fetched: 50,
  expected: 200,
  startedAt: '2026-11-25T10:00:00Z',
  updatedAt: '2026-11-25T10:00:10Z',
  ...change,
})

test('a run is measured by what the last complete one read', () => {
  expect(progressOf(run({}))).toEqual({ total: 200, share: 0.25, perSecond: 5 })
})

test('the first run of all has no measure', () => {
  expect(progressOf(run({ expected: null }))).toMatchObject({ total: null, share: null })
})

test('a run that read more than the last one is not done before it says so', () => {
  expect(progressOf(run({ fetched: 200 }))).toMatchObject({ total: null, share: null })
  expect(progressOf(run({ fetched: 201, state: 'completed' }))).toMatchObject({
    total: 201,
    share: 1,
  })
})

test('an empty source is complete, not a division by nothing', () => {
  expect(progressOf(run({ fetched: 0, expected: 0, state: 'completed' })).share).toBe(1)
  expect(progressOf(run({ fetched: 0, expected: 0 })).share).toBeNull()
})

test('the first moment has no rate', () => {
  expect(progressOf(run({ updatedAt: '2026-11-25T10:00:01Z' })).perSecond).toBeNull()
})
