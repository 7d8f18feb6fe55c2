/** When a thing is made, for whom it asks, and where its ids come from: random, or repeatable for the demo. */
import { randomInt } from 'node:crypto'
import type { Random } from '../../demo/random.ts'

/** `ids('in', 24)` gives `in_…`; an empty prefix gives the bare letters. */
export type Ids = (prefix: string, length: number) => string

/** The API request behind a change, as events name it; null for what happens by itself or by hand. */
export interface RequestMark {
  id: string
  idempotencyKey: string | null
}

export interface Birth {
  /** Unix seconds. */
  at: number
  ids: Ids
  request: RequestMark | null
  /** False for history that was there before anybody listened. */
  told: boolean
}

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

const spell = (prefix: string, length: number, pick: () => number): string => {
  const letters = Array.from({ length }, () => LETTERS.charAt(pick())).join('')
  return prefix ? `${prefix}_${letters}` : letters
}

const randomIds: Ids = (prefix, length) => spell(prefix, length, () => randomInt(LETTERS.length))

export const repeatableIds =
  (random: Random): Ids =>
  (prefix, length) =>
    spell(prefix, length, () => random.whole(0, LETTERS.length - 1))

export const rightNow = (request: RequestMark | null = null): Birth => ({
  at: Math.floor(Date.now() / 1000),
  ids: randomIds,
  request,
  told: true,
})
