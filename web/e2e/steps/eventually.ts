/** For what a page will show in its own time: asks again and again, as long as `vitest.config.ts` says. */
import { expect } from 'vitest'

/** @example await eventually(() => numbersOn(page)).toEqual(['SO-1']) */
export const eventually = <T>(read: () => Promise<T> | T) => expect.poll(read)
