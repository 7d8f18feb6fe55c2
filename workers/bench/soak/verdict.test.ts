import { expect, test } from 'vitest'
import { verdictOf } from './verdict.ts'
import type { Seen } from './watch.ts'

/** Looks a minute apart. */
const seen = (minutes: number, at: (minute: number) => Partial<Seen> & { mb?: number }): Seen[] =>
  Array.from({ length: minutes }, (_, minute) => {
    const { mb = 300, ...rest } = at(minute)
    const residentKb = { worker: mb * 1_024, web: 200 * 1_024 }
    return { at: minute * 60_000, residentKb, connections: 8, workflows: 2, ...rest }
  })

const verdicts = (all: readonly Seen[]): string[] =>
  verdictOf(all).lines.map(({ verdict }) => verdict)

test('what stays as it is is steady', () => {
  const { lines, isSteady } = verdictOf(seen(60, (minute) => ({ workflows: minute % 5 })))
  expect(isSteady).toBe(true)
  expect(lines.map(({ verdict }) => verdict)).toEqual(['steady', 'steady', 'steady', 'steady'])
})

test('a leak of 30 MB an hour is told, and which process has it', () => {
  const { lines, isSteady } = verdictOf(seen(60, (minute) => ({ mb: 300 + minute / 2 })))
  expect(isSteady).toBe(false)
  expect(lines[0]).toMatchObject({ what: 'memory of the worker', perHour: 30, verdict: 'grows' })
  expect(lines[1]).toMatchObject({ verdict: 'steady' })
})

test('connections and workflows that are never closed are told, however few', () => {
  const leak = (minute: number): number => 8 + Math.floor(minute / 20)
  expect(verdicts(seen(60, (minute) => ({ connections: leak(minute) })))[2]).toBe('grows')
  expect(verdicts(seen(60, (minute) => ({ workflows: leak(minute) })))[3]).toBe('grows')
})

test('noise larger than the goal leaves it open, and minutes say nothing of memory', () => {
  const noisy = (minute: number): { mb: number } => ({ mb: 300 + (minute % 2) * 40 })
  expect(verdicts(seen(60, noisy))[0]).toBe('unsure')
  expect(verdicts(seen(10, (minute) => ({ mb: 300 + minute })))[0]).toBe('too short')
})
