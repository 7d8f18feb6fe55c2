/** Counts that stop counting: a console shows "10,000+" rather than reading a million rows to be exact. */
import { sql, type RawBuilder } from 'kysely'

export const COUNT_CAP = 10_000

/** A count up to the cap. */
export interface Capped {
  n: number
  /** There are more than `n`. */
  more: boolean
}

/** For the `limit` of what is counted: one beyond the cap tells that there is more. */
export const CAP: RawBuilder<number> = sql.lit(COUNT_CAP + 1)

export const toCapped = (counted: number): Capped => ({
  n: Math.min(counted, COUNT_CAP),
  more: counted > COUNT_CAP,
})

export const isoOf = (at: Date | null): string | null => at?.toISOString() ?? null
