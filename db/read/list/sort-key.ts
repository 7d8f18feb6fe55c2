/**
 * What a list is sorted by: the expression of an index, and the way its value travels in a cursor. Every order is
 * total (the id breaks ties), so a page can begin after any row.
 */
import { sql, type RawBuilder } from 'kysely'
import { isCalendarDate } from './days.ts'

export type Direction = 'asc' | 'desc'

export interface SortKey {
  /** What is sorted by, letter by letter as its index has it. */
  key: RawBuilder<unknown>
  /** The same as text that comes back exactly (a Date of JavaScript would lose microseconds). */
  text: RawBuilder<string>
  /** Type the text is cast to. */
  type: RawBuilder<unknown>
  accepts(text: string): boolean
}

const keyOf = (
  key: RawBuilder<unknown>,
  type: 'text' | 'smallint' | 'bigint' | 'date',
  accepts: SortKey['accepts'],
): SortKey => ({ key, text: sql<string>`${key}::text`, type: sql.raw(type), accepts })

export const textKey = (key: RawBuilder<unknown>): SortKey =>
  keyOf(key, 'text', (text) => !text.includes('\0'))

export const rankKey = (key: RawBuilder<unknown>): SortKey =>
  keyOf(key, 'smallint', (text) => /^[1-9]$/.test(text))

export const amountKey = (key: RawBuilder<unknown>): SortKey =>
  keyOf(key, 'bigint', (text) => /^-?\d{1,18}$/.test(text))

export const dateKey = (key: RawBuilder<unknown>): SortKey =>
  keyOf(key, 'date', (text) => isInfinity(text) || isCalendarDate(text))

export const instantKey = (key: RawBuilder<unknown>): SortKey => ({
  key,
  text: sql<string>`case when isfinite(${key})
    then to_char(${key} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') else ${key}::text end`,
  type: sql.raw('timestamptz'),
  accepts: (text) => isInfinity(text) || isInstant(text),
})

/** What is not known comes last: after everything when ascending, before everything when descending. */
export const UNKNOWN = { asc: 'infinity', desc: '-infinity' } as const satisfies Record<
  Direction,
  string
>

const isInfinity = (text: string): boolean => /^-?infinity$/.test(text)

function isInstant(text: string): boolean {
  const [date = '', time = ''] = text.split('T')
  return isCalendarDate(date) && /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/.test(time)
}
