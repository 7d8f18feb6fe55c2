/** Sources and lanes: the vocabulary of everything that is mirrored. */
export const SOURCES = ['orders', 'hubspot', 'stripe'] as const
/** A kind of upstream. */
export type Source = (typeof SOURCES)[number]

/** How a record reached us; written to runs, audit entries and logs. */
export type Lane = 'live' | 'backfill' | 'poll' | 'replay' | 'reconcile'

/** Amount in minor units of its currency (cents for EUR, whole yen for JPY). */
export interface Money {
  minor: number
  /** ISO 4217, upper case. */
  currency: string
}
