/** For what a page will show in its own time: asks again and again, as long as a busy machine may need. */
import { expect } from 'vitest'

const TIMEOUT_MS = 15_000

/** @example await eventually(() => numbersOn(page)).toEqual(['SO-1']) */
export const eventually = <T>(read: () => Promise<T> | T) =>
  expect.poll(read, { timeout: TIMEOUT_MS, interval: 50 })
